"""The form with which anybody reports a barrier: no login, no captcha, nothing to remember. It waits in the
administration; those who run the library get a mail that says so.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.core.validators import MinLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge.barriers import report_barrier
from knowledge.operations.log_masking import mask
from search.public_forms import OneLineField, PublicForm, open_form

__all__ = ["BarrierForm", "barrier", "barrier_reported"]


class BarrierForm(PublicForm):
    """What did not work, where, and perhaps how to answer."""

    purpose = "barriere"

    was = forms.CharField(
        label=_("Was ging nicht?"),
        help_text=_(
            "Ein Satz genügt. Schreiben Sie auch, womit Sie lesen, wenn Sie mögen: Tastatur, Vorleseprogramm,"
            " Vergrößerung."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": False}),
        validators=[MinLengthValidator(5)],
        error_messages=dict.fromkeys(
            ("required", "min_length"), _("Bitte schreiben Sie kurz, was nicht ging.")
        ),
    )
    wo = OneLineField(label=_("Auf welcher Seite? (freiwillig)"), max_length=500, required=False)
    antwort = OneLineField(
        label=_("Wie erreichen wir Sie? (freiwillig)"),
        help_text=_("Mailadresse oder Telefonnummer. Wir nutzen sie nur für die Antwort."),
        max_length=254,
        required=False,
    )


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def barrier(request: HttpRequest) -> HttpResponse:
    """``/barriere-melden/``: ``seite`` is the address somebody came from; a secret in it is kept nowhere.
    Renders ``knowledge/barrier.html`` with ``form``.
    """
    if request.method != "POST":
        came_from = request.GET.get("seite", "")
        if (shown := mask(came_from)) != came_from:
            return redirect(f"{reverse('barrier')}?{urlencode({'seite': shown})}")
        form = BarrierForm(initial={"wo": came_from[:500]})
        return render(request, "knowledge/barrier.html", {"form": form})
    form = BarrierForm(request.POST)
    if not form.is_valid() or not form.is_admitted(request):
        return render(request, "knowledge/barrier.html", {"form": form}, status=422)
    said = form.cleaned_data
    report_barrier(text=mask(said["was"]), place=mask(said["wo"])[:500], contact=said["antwort"])
    return redirect("barrier_reported")


@require_safe
def barrier_reported(request: HttpRequest) -> HttpResponse:
    """``/barriere-melden/danke/``: what happens next."""
    return render(request, "knowledge/barrier_reported.html")
