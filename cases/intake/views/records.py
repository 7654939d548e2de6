"""The raw cases as records: the list, the access log, the deletion; and the words that are not reported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.gate import kind_name
from cases.intake.unreported import report_again
from cases.intake.views.room import ADD, DELETE, REVIEW, VIEW, confidential, room_page
from cases.models import RawCase, UnreportedWord
from cases.sealed import forms_of, remove

__all__ = ["raw_delete", "raw_index", "raw_log", "raw_words"]


@confidential(VIEW)
def raw_index(request: HttpRequest) -> HttpResponse:
    """Codes, dates and states; to list raw cases none of them is opened."""
    rows = RawCase.objects.select_related("created_by", "case")
    return render(
        request,
        "cases/intake/index.html",
        room_page(
            _("Rohfälle"),
            rows=rows,
            may_add=request.user.has_perm(ADD),
            may_review=request.user.has_perm(REVIEW),
        ),
    )


@confidential(VIEW, DELETE)
@require_http_methods(["GET", "HEAD", "POST"])
def raw_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a raw case before its day."""
    raw = get_object_or_404(RawCase, pk=pk)
    if request.method == "POST":
        remove(raw=raw, user=request.user)
        messages.success(request, _("Der Rohfall ist gelöscht."))
        return redirect("raw_index")
    return render(
        request, "cases/intake/delete.html", room_page(_("Rohfall löschen"), page_subtitle=raw.code, raw=raw)
    )


@confidential(VIEW)
def raw_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened a raw case, and when."""
    raw = get_object_or_404(RawCase, pk=pk)
    rows = raw.accesses.select_related("user")[:200]
    return render(
        request, "cases/intake/log.html", room_page(_("Zugriffe"), page_subtitle=raw.code, raw=raw, rows=rows)
    )


@confidential(VIEW, REVIEW)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def raw_words(request: HttpRequest) -> HttpResponse:
    """Which words are reported no longer, who said so and why; POST takes one back."""
    if request.method == "POST":
        word = get_object_or_404(UnreportedWord, pk=request.POST.get("wort", ""))
        report_again(word=word, user=request.user)
        messages.success(request, _("Das Wort wird wieder gemeldet."))
        return redirect("raw_words")
    words = UnreportedWord.objects.select_related("added_by", "undone_by")
    rows = [(word, forms_of(word)[0], kind_name(word.kind)) for word in words]
    return render(
        request, "cases/intake/words.html", room_page(_("Wörter, die nicht gemeldet werden"), rows=rows)
    )
