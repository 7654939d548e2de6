"""The search of a motivated intruder, for the second reader: which queries to try, what register and library
answer, and the form in which minutes, finds and verdict are kept.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases import gate
from cases.models import CasePage, IntruderTest
from cases.sealed import SealError
from cases.sections import CaseText
from knowledge.anonymity.detector import DetectorUnavailable
from search.contract import EngineUnavailable
from search.public_forms import key_in, private_page

__all__ = ["case_search"]

OWN_QUERIES = 2
"""Empty lines for what the reader thinks of."""

_MOST = 400
"""Characters of a query or a find."""


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def case_search(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the queries that the newest text invites; POST keeps a search for exactly this text."""
    saved = get_object_or_404(CasePage, pk=pk)
    if not saved.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not request.user.has_perm("cases.add_anonymityreview"):
        raise PermissionDenied
    case: CasePage = saved.get_latest_revision_as_object()
    text = CaseText.of(case)
    error = ""
    if request.method == "POST":
        error = _kept(request, case, text)
        if not error:
            messages.success(request, _("Die Suchprobe ist vermerkt."))
            return redirect("case_release", pk=pk)
    context = _context(request, saved, case, text) | {"error": error}
    return render(request, "cases/admin/search.html", context, status=422 if error else 200)


def _kept(request: HttpRequest, case: CasePage, text: CaseText) -> str:
    """Keep what was sent; answers what is wrong with it."""
    sent = request.POST
    if sent.get("fassung") != text.digest:
        return _(
            "Der Text wurde inzwischen geändert. Die Anfragen stehen hier neu, Ihre Funde sind geblieben;"
            " bitte noch einmal ansehen."
        )
    minutes = sent.get("minuten", "")
    try:
        gate.record_intruder_test(
            case=case,
            tester=request.user,
            minutes=key_in(minutes),
            verdict=sent.get("urteil", ""),
            record=gate.IntruderRecord(
                tuple(_sent_rows(request)), sent.get("anmerkung", "")[:4000].strip(), _sent_answers(request)
            ),
        )
    except ValueError as problem:
        return str(problem)
    return ""


def _sent_rows(request: HttpRequest) -> list[tuple[str, str]]:
    queries, found = request.POST.getlist("anfrage"), request.POST.getlist("fund")
    return [
        (query[:_MOST].strip(), words[:_MOST].strip()) for query, words in zip(queries, found, strict=False)
    ]


def _sent_answers(request: HttpRequest) -> dict[str, str]:
    begins = "frage-"
    return {
        name.removeprefix(begins): str(value)
        for name, value in request.POST.items()
        if name.startswith(begins)
    }


def _earlier(case: CasePage) -> tuple[IntruderTest | None, gate.IntruderRecord]:
    """The newest search of this case, whatever its text."""
    newest = case.intruder_tests.select_related("tester").first() if case.pk else None
    try:
        return newest, gate.intruder_record(newest) if newest else gate.IntruderRecord(())
    except SealError:
        return newest, gate.IntruderRecord(())


def _context(request: HttpRequest, saved: CasePage, case: CasePage, text: CaseText) -> dict[str, Any]:
    newest, record = _earlier(saved)
    sent = request.method == "POST"
    found = dict(_sent_rows(request)) if sent else dict(record.rows)
    answers = _sent_answers(request) if sent else record.answers
    asked = [*gate.intruder_queries(case, text), *found]
    rows = [
        {"query": query, "found": found.get(query, ""), "tried": _tried(case, query)}
        for query in dict.fromkeys(query for query in asked if query)
    ]
    return {
        "page_title": _("Suchprobe"),
        "page_subtitle": case.title,
        "header_icon": "search",
        "case": case,
        "digest": text.digest,
        "rows": [*rows, *({"query": "", "found": "", "tried": None} for _line in range(OWN_QUERIES))],
        "newest": newest,
        "is_of_this_text": newest is not None and newest.version_hash == text.digest,
        "minutes": request.POST.get("minuten", ""),
        "verdict": request.POST.get("urteil", ""),
        "note": request.POST.get("anmerkung", "") if sent else record.note,
        "verdicts": IntruderTest.Verdict.choices,
        "questions": [(question, answers.get(question.key, "")) for question in gate.insider_questions(case)],
        "answers": gate.ANSWERS.items(),
        "least": gate.LEAST_QUERIES,
        "least_minutes": gate.LEAST_MINUTES,
        "objection": gate.objection(case, request.user),
    }


def _tried(case: CasePage, query: str) -> gate.Tried | None:
    """What register and library answer; ``None`` while one of them is away."""
    try:
        return gate.try_query(case, query)
    except (DetectorUnavailable, EngineUnavailable):
        return None
