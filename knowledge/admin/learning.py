""" "Dieser Eintrag beantwortet das": from an open question, or from a group of the radar, to a sentence with
which the search finds the record.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from knowledge.base import record_models
from knowledge.guard import PublicTextRefused
from knowledge.models import EntryPhrase, OpenQuestion
from knowledge.questions import learning
from search import registry, service
from search.contract import Hit, SearchRequest, Viewer
from search.ingest import readable_part
from search.public_forms import key_in, private_page
from search.query import clean

__all__ = ["learn", "learn_address", "learned", "may_learn"]

PERMISSION = "knowledge.change_entryphrase"

OFFERED = 6
"""Records to choose from."""


def may_learn(user: Any) -> bool:
    """Whether this person says which record answers a question."""
    return bool(user.has_perm(PERMISSION))


def learn_address(*, question: OpenQuestion | None = None, topic: str = "", page: Page | None = None) -> str:
    """Where the form is for a question or for the words of a group; with ``page`` that record is chosen."""
    asked = {"frage": question.pk} if question is not None else {"thema": topic}
    return f"{reverse('learn')}?{urlencode(asked | ({'eintrag': page.pk} if page is not None else {}))}"


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def learn(request: HttpRequest) -> HttpResponse:
    """Choose the record and the sentence; two clicks where the first record offered is the right one."""
    if not may_learn(request.user):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    question = _question(request, sent.get("frage", ""))
    topic = question.text if question is not None else clean(sent.get("thema", ""))
    context: dict[str, Any] = {"satz": sent.get("satz") or topic[: EntryPhrase.MOST_CHARACTERS]}
    if request.method == "POST":
        phrase, refused = _learn(request, question)
        if phrase is not None:
            return redirect("learned", pk=phrase.pk)
        context |= refused
    wanted = clean(sent.get("suche", "")) or topic
    chosen = sent.get("eintrag", "")
    context |= {
        "page_title": _("Dieser Eintrag beantwortet das"),
        "page_subtitle": topic,
        "header_icon": "search",
        "question": question,
        "topic": topic,
        "wanted": wanted,
        "offered": _offered(wanted, chosen),
        "chosen": chosen,
        "most_characters": EntryPhrase.MOST_CHARACTERS,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/admin/learn.html", context, status=status)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def learned(request: HttpRequest, pk: int) -> HttpResponse:
    """What was learned, and the way back."""
    if not may_learn(request.user):
        raise PermissionDenied
    phrase = get_object_or_404(EntryPhrase.objects.select_related("page"), pk=pk)
    question = OpenQuestion.objects.filter(phrase=phrase).first()
    if request.method == "POST":
        if question is not None and not request.user.has_perm("knowledge.change_openquestion"):
            raise PermissionDenied
        opened = learning.unlearn(phrase=phrase)
        said = _("Zurückgenommen: Der Satz steht nicht mehr beim Eintrag.")
        messages.success(request, said if opened is None else f"{said} {_('Die Frage ist wieder offen.')}")
        return redirect(_question_address(opened) if opened is not None else "search_radar")
    return render(
        request,
        "knowledge/admin/learned.html",
        {
            "page_title": _("Gelernt"),
            "page_subtitle": phrase.text,
            "header_icon": "search",
            "phrase": phrase,
            "page": phrase.page.specific,
            "question": question,
            "waiting": question.subscriptions.count() if question is not None else 0,
        },
    )


def _question_address(question: OpenQuestion) -> str:
    form: Any = OpenQuestion.snippet_viewset  # type: ignore[attr-defined]
    return reverse(form.get_url_name("edit"), args=[question.pk])


def _question(request: HttpRequest, key: str) -> OpenQuestion | None:
    if not key:
        return None
    if not request.user.has_perm("knowledge.change_openquestion"):
        raise PermissionDenied
    return get_object_or_404(OpenQuestion, pk=key if key.isdecimal() else 0)


def _learn(request: HttpRequest, question: OpenQuestion | None) -> tuple[EntryPhrase | None, dict[str, Any]]:
    """What was learned, or what keeps it from being learned, for the form."""
    key = request.POST.get("eintrag", "")
    page = Page.objects.filter(pk=key).first() if key.isdecimal() else None
    if page is None:
        return None, {"errors": [_("Bitte den Eintrag wählen, der antwortet.")]}
    text = request.POST.get("satz", "")
    try:
        phrase = learning.learn(
            page=page,
            text=text,
            user=request.user,
            question=question,
            confirmed="keine_namen" in request.POST,
        )
    except PublicTextRefused as error:
        can_be_confirmed = not any(item.is_certain for item in error.findings)
        return None, {
            "errors": [item.sentence for item in error.findings],
            "can_be_confirmed": can_be_confirmed,
        }
    except ValidationError as error:
        return None, {"errors": error.messages}
    # The page may have had the sentence already; a question is answered by it all the same.
    return phrase or EntryPhrase.objects.of(page).filter(text=clean(text)).first(), {
        "errors": [_("Der Eintrag hat diesen Satz schon, nur anders geschrieben.")]
    }


def _offered(wanted: str, chosen: str) -> list[tuple[int, Hit]]:
    """Id and hit of the records that the search finds for these words, the chosen one first."""
    hits = (
        service.run(SearchRequest(wanted, limit=OFFERED), Viewer(), count_miss=False).hits if wanted else ()
    )
    keys = {hit.key.partition(":")[2]: hit for hit in hits}
    pages = {
        page.translation_key.hex: page.pk
        for model in record_models()
        for page in model.objects.public().filter(translation_key__in=list(keys))
    }
    found = [(pages[key], hit) for key, hit in keys.items() if key in pages]
    if (wished := key_in(chosen)) and wished not in [pk for pk, _hit in found]:
        page = Page.objects.filter(pk=wished).first()
        source = registry.source_of(page.specific) if page is not None else None
        if source is not None and source.visible([source.key(page.specific)], Viewer()):
            found.insert(0, (wished, Hit.of(readable_part(source.build(page.specific), Viewer()))))
    return found
