"""The text of a raw case with its findings: shown, decided, taken back; by plain form or, with JavaScript,
one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.gate import kind_name
from cases.intake import actions
from cases.intake.corrections import MARKED_KINDS, Correction
from cases.intake.forms import DecisionForm, StepForm
from cases.intake.highlighting import as_it_will_be, highlighted
from cases.intake.review import TEXT_FIELDS, Decision, RawReview, ReviewRow, guarded_text, review_of
from cases.intake.unreported import report_no_longer
from cases.intake.views.room import CHANGE, DELETE, REVIEW, VIEW, confidential, count_report, room_page
from cases.models import AnonymityReview, RawAccess, RawCase, RawDecision
from cases.sealed import note_access, read_text

__all__ = ["raw_review", "raw_undo"]


@confidential(VIEW, REVIEW)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def raw_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its findings, and a decision for each."""
    raw = get_object_or_404(RawCase.objects.select_related("case", "meeting__cycle"), pk=pk)
    if request.method == "POST":
        return _decided(request, raw)
    note_access(raw=raw, user=request.user, action=RawAccess.Action.OPENED)
    return _review_page(request, raw, review_of(raw))


@sensitive_variables()
def _decided(request: HttpRequest, raw: RawCase) -> HttpResponse:
    review = review_of(raw)
    try:
        correction = _correction(request, review)
        if ordinary := request.POST.get("nie-wieder"):
            report_no_longer(
                raw=raw,
                review=review,
                mark=ordinary,
                reason=request.POST.get(f"grund-{ordinary}") or AnonymityReview.Reason.COMMON_WORD,
                user=request.user,
            )
        elif correction is None:
            actions.decide(raw=raw, review=review, choices=_choices(request, review), user=request.user)
        else:
            actions.correct(
                raw=raw,
                review=review,
                correction=correction,
                user=request.user,
                seen=request.POST.get("schritt"),
            )
    except ValueError as error:
        if _wants_json(request):
            state = (
                _progress_json(request, review_of(raw)) if isinstance(error, actions.OutdatedRawCase) else {}
            )
            return JsonResponse(state | {"error": str(error)}, status=409 if state else 400)
        if isinstance(error, actions.DecisionsRefused):
            return _review_page(request, raw, review, error.problems)
        messages.error(request, str(error))
        return _review_page(request, raw, review)
    review = review_of(raw)
    if _wants_json(request):
        return JsonResponse(_progress_json(request, review))
    smoothed = "?glaetten=1" if is_smoothed(request) else ""
    return redirect(reverse("raw_review", args=[raw.pk]) + smoothed + _next_anchor(review))


def is_smoothed(request: HttpRequest) -> bool:
    """Whether somebody wants to read the text with its brackets smoothed."""
    return request.GET.get("glaetten") == "1"


def _wants_json(request: HttpRequest) -> bool:
    """Whether the script of the page asks, which puts the answer in place itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def _correction(request: HttpRequest, review: RawReview) -> Correction | None:
    """What the form corrects about the findings; ``None`` where it decides about them."""
    sent = request.POST
    if mark := sent.get("verbinden"):
        number = sent.get(f"mit-{mark}", "")
        other = (
            review.rows[int(number) - 1].mark if number in map(str, range(1, len(review.rows) + 1)) else ""
        )
        return Correction(RawDecision.Choice.JOIN, mark, "", other)
    if mark := sent.get("trennen"):
        return Correction(RawDecision.Choice.SPLIT, mark, "", "")
    if "markieren" in sent:
        words = sent.get("stelle", "").strip()
        return Correction(RawDecision.Choice.MARK, "", sent.get("art", ""), words)
    return None


def _choices(request: HttpRequest, review: RawReview) -> list[actions.ReviewChoice]:
    """The decisions of the form: all certain proposals at once, one row, or every row that has an answer."""
    if request.POST.get("alle") == "sicher":
        return [
            actions.ReviewChoice(row.mark, RawDecision.Choice.REPLACE, row.suggestion)
            for row in review.rows
            if row.is_sure_proposal
        ]
    whole, _colon, kind = request.POST.get("alle", "").partition(":")
    if whole == "art":
        return [
            actions.ReviewChoice(row.mark, RawDecision.Choice.REPLACE, row.suggestion)
            for row in review.rows
            if row.kind == kind and row.is_taken_with_its_kind
        ]
    single = request.POST.get("nur", "")
    forms = (DecisionForm(row.mark, request.POST) for row in review.rows if single in {"", row.mark})
    return [form.choice() for form in forms if form.is_valid() and form.cleaned_data["entscheidung"]]


def _next_anchor(review: RawReview) -> str:
    row = next((row for row in review.rows if row.decision is None), None)
    return f"#fund-{row.mark}" if row else "#fertig"


def _progress(review: RawReview) -> str:
    return _("%(done)s von %(all)s geprüft") % {"done": review.decided, "all": len(review.rows)}


def _progress_json(request: HttpRequest, review: RawReview) -> dict[str, Any]:
    return {
        "progress": _progress(review),
        "decided": review.decided,
        "total": len(review.rows),
        "complete": review.is_complete,
        "marks": {row.mark: _in_words(row.decision) for row in review.rows},
        "choices": {row.mark: row.decision.choice for row in review.rows if row.decision},
        "seen": {row.mark: _seen(row.decision) for row in review.rows},
        "step": review.step,
        "reads": render_to_string(
            "cases/intake/guarded.html", {"guarded": _guarded(review, smoothed=is_smoothed(request))}
        ),
    }


def _guarded(review: RawReview, *, smoothed: bool) -> list[tuple[Any, str]]:
    """The text as it reads with every decision so far, what is left marked: label and words of each field
    that has some.
    """
    return [
        (label, as_it_will_be(review, name, smoothed=smoothed))
        for name, label in TEXT_FIELDS.items()
        if review.texts[name]
    ]


def _seen(decision: Decision | None) -> str:
    """What the page sends back, so that nobody overwrites a decision that was not on the screen."""
    return str(decision.pk) if decision else ""


def _in_words(decision: Decision | None) -> str:
    """A decision as the reader sees it; empty while there is none."""
    if decision is None:
        return ""
    if decision.choice == RawDecision.Choice.REPLACE:
        return _("wird ersetzt: %(text)s") % {"text": decision.replacement}
    return _("bleibt: %(reason)s") % {"reason": AnonymityReview.Reason(decision.reason).label}


def _shown(row: ReviewRow, number: int) -> dict[str, Any]:
    """A row as the template prints it: what was found, what was decided, what is proposed."""
    decision = row.decision
    return {
        "row": row,
        "number": number,
        "kind": kind_name(row.kind),
        "status": _in_words(decision),
        "seen": _seen(decision),
        "choice": decision.choice if decision else "",
        "replacement": decision.replacement if decision and decision.replacement else row.suggestion,
        "reason": decision.reason if decision else "",
    }


def _as_sent(item: dict[str, Any], sent: QueryDict, problem: str) -> dict[str, Any]:
    """The row with what somebody has just chosen and typed, which nobody has to do twice, and what is wrong
    with it.
    """
    form = DecisionForm(item["row"].mark, sent)
    if not form.is_valid() or not form.cleaned_data["entscheidung"]:
        return item
    chosen = form.choice()
    return item | {
        "choice": chosen.choice,
        "replacement": chosen.replacement,
        "reason": chosen.reason,
        "problem": problem,
    }


def _review_page(
    request: HttpRequest, raw: RawCase, review: RawReview, problems: Mapping[str, str] | None = None
) -> HttpResponse:
    """``problems``: why the decisions that were sent were refused, by mark."""
    data = read_text(raw)
    numbers = {row.mark: number for number, row in enumerate(review.rows, start=1)}
    rows = [_shown(row, numbers[row.mark]) for row in review.rows]
    if problems is not None:
        rows = [_as_sent(item, request.POST, problems.get(item["row"].mark, "")) for item in rows]
    report = count_report(data, guarded_text(review).values(), raw.meeting)
    fields = [
        (label, review.texts[name] if raw.is_released else highlighted(review, name, numbers))
        for name, label in TEXT_FIELDS.items()
        if review.texts[name]
    ]
    context = room_page(
        _("Rohfall prüfen"),
        page_subtitle=raw.code,
        raw=raw,
        review=review,
        rows=rows,
        problems=[item for item in rows if item.get("problem")],
        fields=fields,
        guarded=_guarded(review, smoothed=is_smoothed(request)),
        smoothed=is_smoothed(request),
        progress=_progress(review),
        step=review.step,
        sure=sum(row.is_sure_proposal for row in review.rows),
        kinds=[
            (kind, kind_name(kind), count)
            for kind, count in Counter(row.kind for row in review.rows if row.is_taken_with_its_kind).items()
        ],
        marked_kinds=[(kind, kind_name(kind)) for kind in MARKED_KINDS],
        reasons=AnonymityReview.Reason.choices,
        report=report,
        may_change=request.user.has_perm(CHANGE),
        may_delete=request.user.has_perm(DELETE),
        can_undo=not raw.is_released and raw.decisions.filter(undone_at=None).exists(),
    )
    return render(request, "cases/intake/review.html", context)


@confidential(VIEW, REVIEW)
@require_http_methods(["POST"])
def raw_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the newest step."""
    raw = get_object_or_404(RawCase, pk=pk)
    try:
        count = actions.undo(raw=raw, user=request.user, seen=StepForm(request.POST).step)
    except ValueError as error:
        if isinstance(error, actions.OutdatedRawCase) and _wants_json(request):
            return JsonResponse(_progress_json(request, review_of(raw)) | {"error": str(error)}, status=409)
        messages.error(request, str(error))
        return redirect("raw_review", pk=pk)
    if _wants_json(request):
        return JsonResponse(_progress_json(request, review_of(raw)) | {"undone": count})
    messages.success(
        request,
        _("Die letzte Entscheidung ist zurückgenommen.") if count else _("Es gibt nichts zurückzunehmen."),
    )
    return redirect("raw_review", pk=pk)
