"""Asking a question: the public form, and the pages behind the link of its mails
(knowledge/questions/models.py).
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from knowledge.questions.actions import ask_question, confirm_subscription, end_subscription
from knowledge.questions.forms import QuestionForm
from knowledge.questions.models import QuestionSubscription
from search.public_forms import open_form, secret_address, subscription_page
from search.query import clean

__all__ = ["ask", "asked", "confirm", "subscription"]


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """``/frage/``: one text, perhaps an address; nothing typed is ever lost. ``q`` are words somebody
    searched, ``zu`` is the key of the record that did not answer.

    Renders ``knowledge/question.html`` with ``form`` (:class:`QuestionForm`).
    """
    if request.method != "POST":
        searched = request.GET.get("q", "")
        form = QuestionForm(
            initial={
                "frage": clean(searched),
                "herkunft": "suche" if searched else "",
                "zu": clean(request.GET.get("zu", "")),
            }
        )
        return render(request, "knowledge/question.html", {"form": form})
    form = QuestionForm(request.POST)
    if not form.is_valid() or not form.is_admitted(request):
        return render(request, "knowledge/question.html", {"form": form}, status=422)
    email = form.cleaned_data["mail"]
    ask_question(
        text=form.cleaned_data["frage"],
        origin=form.origin,
        email=email,
        language=get_language() or "de",
        about=form.about,
    )
    return redirect(reverse("question_asked") + ("?mail=1" if email else ""))


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """``/frage/danke/``: what happens next."""
    return render(request, "knowledge/question_asked.html", {"with_mail": request.GET.get("mail") == "1"})


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/frage/abo/<key>/``: shows the question and its state; a POST ends, also in one click from the
    mail (RFC 8058).
    """
    return subscription_page(
        request,
        QuestionSubscription.objects.select_related("question").filter(key=key).first(),
        "knowledge/question_subscription.html",
        lambda row: end_subscription(subscription=row),
        {"confirm_url": reverse("confirm_question_subscription", args=[key])},
    )


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/frage/abo/<key>/bestaetigen/``: the owner of the address says yes; a look leads to the page with
    the button.
    """
    if request.method != "POST":
        return redirect("question_subscription", key=key)
    confirm_subscription(subscription=get_object_or_404(QuestionSubscription, key=key))
    return redirect("question_subscription", key=key)
