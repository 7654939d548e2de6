"""The pages of both sides of the trustee. A look at a link changes nothing; each step has its button."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from cases.contact.actions import answer, ask, confirm, decline, delete, offers_contact, show_asker
from cases.contact.forms import AnswerForm, ContactForm
from cases.models import CasePage, ContactRelay, ContactRequest
from search import registry
from search.contract import Viewer
from search.public_forms import LinkPage, closed_link, open_form, secret_address

__all__ = ["contact", "question", "refuse", "reply", "sent"]

_KEY: Final = re.compile(r"case:[0-9a-f]{32}")


def _case(key: str) -> CasePage:
    """The case that everybody may read. Raises ``Http404``."""
    source = registry.source_for("case")
    if _KEY.fullmatch(key) is None or not source.visible([key], Viewer()):
        raise Http404
    case: CasePage = source.public().get(translation_key=key.partition(":")[2])
    return case


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, key: str) -> HttpResponse:
    """``/fallgeber/<key>/``: a question to the people behind a case, or why none is taken."""
    case = _case(key)
    form = ContactForm(request.POST or None)
    page = {"form": form, "page": case, "key": key, "is_taken": offers_contact(case)}
    if not page["is_taken"]:
        page["texts"] = [text] if (text := request.POST.get("frage", "").strip()) else []
        return render(request, "cases/contact/ask.html", page)
    if form.is_bound and form.is_valid() and form.is_admitted(request):
        ask(case=case, values=form.cleaned_data, language=get_language() or "de")
        return redirect("contact_sent")
    return render(request, "cases/contact/ask.html", page, status=422 if form.is_bound else 200)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next, the same for every address."""
    return render(request, "cases/contact/sent.html")


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, token: str) -> HttpResponse:
    """``/treuhand/frage/<token>/``: the asker's side. Its buttons confirm, show oneself, delete all."""
    row = ContactRequest.by_token(token)
    if row is None or row.is_over:
        return closed_link(request, "fremd" if row is None else "vorbei")
    if request.method == "POST":
        wish = request.POST.get("aktion", "")
        if wish == "loeschen":
            delete(request=row)
            return render(request, "cases/contact/deleted.html")
        if wish == "bestaetigen" and row.state == ContactRequest.State.UNCONFIRMED:
            if not row.is_about_public_case:
                return _question(request, row, status=409)
            with suppress(ValidationError):  # pressed twice at once
                confirm(request=row)
        elif wish == "zeigen":
            show_asker(request=row)
        return redirect(request.path)
    return _question(request, row)


def _question(request: HttpRequest, row: ContactRequest, status: int = 200) -> HttpResponse:
    relay = ContactRelay.objects.filter(request=row).first()
    page: dict[str, Any] = {"row": row, "title": row.public_title, "answer": relay.answer if relay else ""}
    if relay is not None and relay.sealed_giver:
        page["may_show"] = not row.shows_asker
        page["other"] = relay.giver if relay.knows_each_other else {}
    return render(request, "cases/contact/question.html", page, status=status)


_ANSWER: Final = LinkPage(
    "cases/contact/reply.html",
    AnswerForm,
    lambda relay, form: answer(
        relay=relay,
        text=form.cleaned_data["antwort"],
        giver=form.giver(),
        takes_more=form.cleaned_data["gern"],
    ),
    texts=("antwort",),
)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """``/treuhand/antwort/<token>/``: the side of who answers; afterwards what became of it."""
    relay = ContactRelay.by_token(token)
    if relay is not None and relay.used_at is not None and not relay.is_over:
        asked, typed = relay.request, request.POST.get("antwort", "").strip()
        page = {
            "state": asked.state,
            "texts": [typed] if typed and typed != relay.answer else [],
            "shows_giver": bool(relay.sealed_giver),
            "other": asked.asker if relay.knows_each_other else {},
        }
        return render(request, "cases/contact/replied.html", page)
    page = {"title": relay.request.case.title, "question": relay.request.question} if relay else {}
    return _ANSWER.respond(request, relay, {"token": token, **page})


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Not this question (``nein``), or none about this case (``nie``); a look leads to what became of it."""
    if request.method != "POST":
        return redirect("contact_answer", token=token)
    relay = ContactRelay.by_token(token)
    if relay is None or relay.closed:
        return closed_link(request, "fremd" if relay is None else relay.closed)
    try:
        decline(relay=relay, for_ever=request.POST.get("aktion") == "nie")
    except ValidationError:
        return closed_link(request, "beantwortet")
    return render(request, "cases/contact/refused.html", {"for_ever": request.POST.get("aktion") == "nie"})
