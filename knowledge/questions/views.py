"""Asking a question: the public form and the page behind the link of its mails
(knowledge/questions/models.py).
"""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge.anonymity.detector import Inspected, inspect_text
from knowledge.questions.actions import ask_question, confirm_subscription, end_subscription
from knowledge.questions.models import OpenQuestion, QuestionSubscription
from search.public_forms import admission, kept_stamp, open_form, refusal, secret_address
from search.query import clean

__all__ = ["PURPOSE", "ask", "asked", "subscription"]

PURPOSE = "frage"
LEAST_CHARACTERS = 12
MOST_TYPED = 10_000


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """``/frage/``: one text, perhaps an address; nothing typed is ever lost.

    Renders ``knowledge/question.html`` with ``text``, ``email``, ``origin``, ``errors`` (sentences),
    ``inspected`` (:class:`Inspected` or ``None``) and ``replacement`` (the text with placeholders).
    """
    if request.method != "POST":
        return _page(request, text=clean(request.GET.get("q", "")), origin=_origin(request.GET.get("q", "")))
    text = _typed(request.POST.get("ersetzt" if "ersetzen" in request.POST else "frage", ""))
    email = request.POST.get("mail", "").strip()[:254]
    # What is too long is refused as it is; looking through it would cost a stranger nothing and the others
    # seconds.
    inspected = (
        inspect_text(text) if text and len(text) <= OpenQuestion.MOST_CHARACTERS else Inspected("", ())
    )
    errors = _errors(request, text, email)
    unresolved = bool(inspected.certain) or (bool(inspected.doubtful) and "keine-namen" not in request.POST)
    if not errors and not unresolved:
        sentence = admission(request, PURPOSE)
        if not sentence:
            origin = _origin(request.POST.get("herkunft", ""))
            ask_question(text=text, origin=origin, email=email, language=get_language() or "de")
            return redirect(_thanks(with_mail=bool(email)))
        errors = [sentence]
    return _page(
        request,
        text=text,
        email=email,
        origin=request.POST.get("herkunft", ""),
        errors=errors,
        inspected=inspected if unresolved else None,
        status=422,
    )


def _typed(raw: str) -> str:
    """What was typed, without control characters, with its lines; nothing of it is cut within reason."""
    lines = (
        " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in line).split())
        for line in raw[:MOST_TYPED].splitlines()
    )
    return "\n".join(line for line in lines if line)


def _origin(raw: str) -> str:
    return OpenQuestion.Origin.SEARCH if raw else OpenQuestion.Origin.FORM


def _thanks(*, with_mail: bool) -> str:
    from django.urls import reverse

    return reverse("question_asked") + ("?mail=1" if with_mail else "")


def _errors(request: HttpRequest, text: str, email: str) -> list[str]:
    errors = [sentence] if (sentence := refusal(request.POST, PURPOSE)) else []
    if len(text) < LEAST_CHARACTERS:
        errors.append(_("Bitte schreiben Sie Ihre Frage in einem Satz, damit eine Runde sie versteht."))
    if len(text) > OpenQuestion.MOST_CHARACTERS:
        errors.append(
            _("Die Frage hat %(count)s Zeichen; höchstens %(most)s sind möglich. Bitte kürzen Sie sie.")
            % {
                "count": len(text),
                "most": OpenQuestion.MOST_CHARACTERS,
            }
        )
    if email:
        try:
            validate_email(email)
        except ValidationError:
            errors.append(
                _(
                    "Das ist keine Mailadresse. Sie sieht so aus: name@rathaus.example. Sie können das Feld"
                    " auch leer lassen."
                )
            )
    return errors


def _page(
    request: HttpRequest,
    *,
    text: str,
    origin: str,
    email: str = "",
    errors: Any = (),
    inspected: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "text": text,
        "email": email,
        "origin": origin,
        "errors": errors,
        "inspected": inspected,
        "replacement": inspected.replaced() if inspected else "",
        "stamp": kept_stamp(request.POST, PURPOSE),
        "most": OpenQuestion.MOST_CHARACTERS,
    }
    return render(request, "knowledge/question.html", context, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """``/frage/danke/``: what happens next."""
    return render(request, "knowledge/question_asked.html", {"with_mail": request.GET.get("mail") == "1"})


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/frage/abo/<key>/``: shows the question and its state; confirms and ends by POST, also in one click
    from the mail.
    """
    row = QuestionSubscription.objects.select_related("question").filter(key=key).first()
    if row is None:
        return render(
            request,
            "knowledge/question_subscription.html",
            {"ended": True},
            status=200 if request.method == "POST" else 404,
        )
    if request.method == "POST":
        if request.POST.get("List-Unsubscribe") == "One-Click" or request.POST.get("aktion") == "beenden":
            end_subscription(subscription=row)
            return render(request, "knowledge/question_subscription.html", {"ended": True})
        if request.POST.get("aktion") == "bestaetigen":
            confirm_subscription(subscription=row)
    return render(
        request, "knowledge/question_subscription.html", {"subscription": row, "question": row.question}
    )
