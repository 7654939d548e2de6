"""The confidential room in the administration: list, intake, review, handover.

Each page that opens a raw case writes it down. No answer may be kept by a browser or a proxy, and error
reports leave out what was typed.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.gate.clearance import kind_name
from cases.intake import actions
from cases.intake.documents import (
    MAX_BYTES,
    DocumentError,
    MemoryOnlyHandler,
    fields_of_document,
    read_document,
)
from cases.intake.drafting import too_long
from cases.intake.forms import RawCaseForm, UploadForm
from cases.intake.highlighting import highlighted
from cases.intake.review import TEXT_FIELDS, RawReview, guarded_text, read_text, review_of
from cases.intake.two_texts import Other, differing, filled, settled
from cases.models import AnonymityReview, CasePage, RawAccess, RawCase, RawDecision
from cases.profile.counts import profile_report, profile_values
from cases.sealed.actions import note_access, remove
from cases.sealed.sealing import SealError
from knowledge.anonymity.profile.municipality_types import kinds_in

__all__ = [
    "raw_beside",
    "raw_delete",
    "raw_edit",
    "raw_index",
    "raw_log",
    "raw_new",
    "raw_review",
    "raw_take_over",
    "raw_undo",
    "raw_upload",
]

logger = logging.getLogger("knowledge.intake")

View = Callable[..., HttpResponse]

VIEW, ADD, CHANGE, REVIEW, DELETE = (
    f"cases.{name}_rawcase" for name in ("view", "add", "change", "review", "delete")
)


def _confidential(*permissions: str) -> Callable[[View], View]:
    """Only with these permissions; nothing is cached, nothing typed gets into an error report, no key missing
    gives a page of errors.
    """

    def decorate(view: View) -> View:
        @sensitive_post_parameters()
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            try:
                response = view(request, *args, **kwargs)
            except SealError as error:
                response = _sorry(request, str(error), status=503)
            except (PermissionDenied, Http404, SuspiciousOperation):
                raise
            except Exception as error:
                # A traceback with its message and variables could hold the text, so only the place is written
                # down.
                place = traceback.extract_tb(error.__traceback__)[-1]
                logger.error(
                    "confidential room, %s: %s in %s, line %s",
                    view.__name__,
                    type(error).__name__,
                    place.name,
                    place.lineno,
                )
                response = _sorry(request, _("Das hat nicht geklappt; gespeichert ist nichts."), status=500)
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "same-origin"
            return response

        return guarded

    return decorate


def _sorry(request: HttpRequest, error: str, *, status: int) -> HttpResponse:
    return render(request, "cases/intake/sealed.html", _page(_("Rohfälle"), error=error), status=status)


def _page(title: str, **values: Any) -> dict[str, Any]:
    return {"page_title": title, "header_icon": "lock"} | values


@_confidential(VIEW)
def raw_index(request: HttpRequest) -> HttpResponse:
    """Codes, dates and states; to list raw cases none of them is opened."""
    rows = RawCase.objects.select_related("created_by", "case")
    return render(
        request,
        "cases/intake/index.html",
        _page(
            _("Rohfälle"),
            rows=rows,
            may_add=request.user.has_perm(ADD),
            may_review=request.user.has_perm(REVIEW),
        ),
    )


@csrf_exempt
@_confidential(ADD)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def raw_new(request: HttpRequest) -> HttpResponse:
    """Take a case in. A file may come along, so it stays in memory: its handler is set before anything is
    read.
    """
    request.upload_handlers = [MemoryOnlyHandler(request)]
    return _taken_in(request)


@csrf_exempt
@_confidential(ADD)
@sensitive_variables()
@require_http_methods(["POST"])
def raw_upload(request: HttpRequest) -> HttpResponse:
    """The same form with the text of a document in its empty fields. Nothing is saved."""
    request.upload_handlers = [MemoryOnlyHandler(request)]
    return _read_in(request)


@csrf_protect
@sensitive_variables()
def _taken_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _intake_page(request, RawCaseForm())
    if "document" in request.FILES:
        return _read_in(request, unasked=True)
    data, waiting = settled(RawCaseForm(), request.POST)
    form = RawCaseForm(data)
    if form.is_valid() and not waiting:
        raw = actions.take_in(
            text=form.text(), names=form.names(), meeting=form.cleaned_data["meeting"], user=request.user
        )
        messages.success(
            request, _("Der Rohfall %(code)s ist verschlüsselt gespeichert.") % {"code": raw.code}
        )
        return redirect("raw_review", pk=raw.pk) if request.user.has_perm(REVIEW) else redirect("raw_index")
    return _intake_page(request, form, waiting)


@csrf_protect
@sensitive_variables()
def _read_in(request: HttpRequest, *, unasked: bool = False) -> HttpResponse:
    """What was typed stays as it is; a refused file changes nothing."""
    upload, text = UploadForm(request.POST, request.FILES), ""
    data, waiting = settled(RawCaseForm(), request.POST)
    if upload.is_valid():
        try:
            text = read_document(upload.cleaned_data["document"].read(MAX_BYTES + 1))
        except DocumentError as error:
            upload.add_error("document", str(error))
    if text:
        read = fields_of_document(text)
        data, fresh = filled(RawCaseForm(), data, read)
        waiting |= fresh
        messages.success(
            request,
            _what_was_read(into_empty=bool(set(read) - set(fresh)), beside=bool(fresh), unasked=unasked),
        )
    # Unbound, so that nobody is told what is missing before anything was to be saved.
    form = RawCaseForm()
    form.initial = {
        name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()
    }
    return _intake_page(request, form, waiting, upload)


def _what_was_read(*, into_empty: bool, beside: bool, unasked: bool) -> str:
    """Where the text of a file went, in words; ``unasked`` when it was read on the way to saving."""
    told = [_("Der Text ist gelesen; die Datei ist nicht gespeichert.")]
    if into_empty:
        told.append(_("Er steht in Feldern, die leer waren. Bitte verteilen Sie ihn."))
    if beside:
        told.append(_("Wo schon etwas stand, sehen Sie beide Texte und entscheiden."))
    return " ".join([*told, _("Gespeichert ist noch nichts.")] if unasked else told)


def _intake_page(
    request: HttpRequest,
    form: RawCaseForm,
    waiting: Mapping[str, Other] | None = None,
    upload: UploadForm | None = None,
) -> HttpResponse:
    form.others = waiting or {}
    return render(
        request,
        "cases/intake/form.html",
        _page(_("Fall aufnehmen"), form=form, upload=upload or UploadForm(), raw=None, report=_report(form)),
    )


def _report(form: RawCaseForm) -> Any:
    source = form.data if form.is_bound else form.initial
    try:
        values = profile_values(
            {
                name: source.get(name, "")
                for name in ("state_band", "size_band", "finance_band", "workforce_band")
            }
        )
        return profile_report(values, said=kinds_in(str(source.get(name, "")) for name in TEXT_FIELDS))
    except ValueError:
        return None


@_confidential(VIEW, CHANGE)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def raw_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a raw case of which no case was made yet."""
    raw = get_object_or_404(RawCase, pk=pk)
    if raw.is_released:
        messages.error(
            request, _("Aus diesem Rohfall ist schon ein Fall geworden; er lässt sich nicht mehr ändern.")
        )
        return redirect("raw_review", pk=pk)
    form, version = RawCaseForm(initial=RawCaseForm.values_of(raw)), raw.version
    if request.method == "POST":
        data, waiting = settled(RawCaseForm(), request.POST)
        form = RawCaseForm(data)
        version = int(request.POST["stand"]) if request.POST.get("stand", "").isdecimal() else version
        if form.is_valid() and not waiting:
            try:
                actions.change(
                    raw=raw,
                    text=form.text(),
                    names=form.names(),
                    meeting=form.cleaned_data["meeting"],
                    user=request.user,
                    version=version,
                )
            except actions.OutdatedRawCase as error:
                raw.refresh_from_db()
                waiting, version = differing(form, data, RawCaseForm.values_of(raw)), raw.version
                messages.error(
                    request,
                    " ".join(
                        [
                            str(error),
                            _(
                                "Gespeichert ist Ihr Text noch nicht. Bitte bei jedem Feld mit zwei Texten"
                                " entscheiden."
                            ),
                        ]
                    ),
                )
            else:
                messages.success(request, _("Gespeichert."))
                return (
                    redirect("raw_review", pk=pk) if request.user.has_perm(REVIEW) else redirect("raw_index")
                )
        form.others = waiting
    note_access(raw=raw, user=request.user, action=RawAccess.Action.OPENED)
    context = _page(
        _("Rohfall ändern"),
        page_subtitle=raw.code,
        form=form,
        upload=None,
        raw=raw,
        version=version,
        report=_report(form),
    )
    return render(request, "cases/intake/form.html", context)


# --------------------------------------------------------------------------- review


@_confidential(VIEW, REVIEW)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def raw_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its findings, and a decision for each; by plain form or, with JavaScript, one at a
    time.
    """
    raw = get_object_or_404(RawCase.objects.select_related("case", "meeting__cycle"), pk=pk)
    review = review_of(raw)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if request.method == "POST":
        try:
            actions.decide(raw=raw, review=review, choices=_choices(request, review), user=request.user)
        except ValueError as error:
            if wants_json:
                state = _state(review_of(raw)) if isinstance(error, actions.OutdatedRawCase) else {}
                return JsonResponse(state | {"error": str(error)}, status=409 if state else 400)
            messages.error(request, str(error))
        else:
            review = review_of(raw)
            if wants_json:
                return JsonResponse(_state(review))
            return redirect(reverse("raw_review", args=[pk]) + _next_anchor(review))
    else:
        note_access(raw=raw, user=request.user, action=RawAccess.Action.OPENED)
    return render(request, "cases/intake/review.html", _review_context(request, raw, review))


def _choices(request: HttpRequest, review: RawReview) -> list[actions.ReviewChoice]:
    """The decisions of the form: all certain proposals at once, one row, or every row that has an answer."""
    if request.POST.get("alle") == "sicher":
        return [
            actions.ReviewChoice(row.mark, RawDecision.Choice.REPLACE, row.suggestion)
            for row in review.rows
            if row.decision is None and row.level == "sicher" and row.suggestion not in {"", "[…]"}
        ]
    single = request.POST.get("nur", "")
    choices = []
    for row in review.rows:
        choice = request.POST.get(f"entscheidung-{row.mark}", "")
        if choice and single in {"", row.mark}:
            replacement, reason, seen = (
                request.POST.get(f"{name}-{row.mark}") for name in ("ersatz", "grund", "gesehen")
            )
            choices.append(actions.ReviewChoice(row.mark, choice, replacement or "", reason or "", seen))
    return choices


def _next_anchor(review: RawReview) -> str:
    row = next((row for row in review.rows if row.decision is None), None)
    return f"#fund-{row.mark}" if row else "#fertig"


def _progress(review: RawReview) -> str:
    return _("%(done)s von %(all)s geprüft") % {"done": review.decided, "all": len(review.rows)}


def _state(review: RawReview) -> dict[str, Any]:
    return {
        "progress": _progress(review),
        "decided": review.decided,
        "total": len(review.rows),
        "complete": review.is_complete,
        "marks": {row.mark: _in_words(row.decision) for row in review.rows},
        "seen": {row.mark: _seen(row.decision) for row in review.rows},
        "step": _step(review),
    }


def _seen(decision: Any) -> str:
    """What the page sends back, so that nobody overwrites a decision that was not on the screen."""
    return str(decision.pk) if decision else ""


def _step(review: RawReview) -> str:
    """The newest step, which is the one to take back."""
    return max(
        ((row.decision.pk, row.decision.batch) for row in review.rows if row.decision), default=(0, "")
    )[1]


def _in_words(decision: Any) -> str:
    """A decision as the reader sees it; empty while there is none."""
    if decision is None:
        return ""
    if decision.choice == RawDecision.Choice.REPLACE:
        return _("wird ersetzt: %(text)s") % {"text": decision.replacement}
    return _("bleibt: %(reason)s") % {"reason": AnonymityReview.Reason(decision.reason).label}


def _review_context(request: HttpRequest, raw: RawCase, review: RawReview) -> dict[str, Any]:
    data = read_text(raw)
    numbers = {row.mark: number for number, row in enumerate(review.rows, start=1)}
    rows = [
        {
            "row": row,
            "number": numbers[row.mark],
            "kind": kind_name(row.kind),
            "state": _in_words(row.decision),
            "seen": _seen(row.decision),
            "choice": row.decision.choice if row.decision else "",
            "replacement": (
                row.decision.replacement if row.decision and row.decision.replacement else row.suggestion
            ),
            "reason": row.decision.reason if row.decision else "",
        }
        for row in review.rows
    ]
    try:
        report = profile_report(
            profile_values(data),
            raw.meeting.cycle_id if raw.meeting else None,
            kinds_in(guarded_text(review).values()),
        )
    except ValueError:
        report = None
    fields = [
        (label, highlighted(review, name, numbers))
        for name, label in TEXT_FIELDS.items()
        if review.texts[name]
    ]
    guarded = [
        (label, guarded_text(review)[name]) for name, label in TEXT_FIELDS.items() if review.texts[name]
    ]
    return _page(
        _("Rohfall prüfen"),
        page_subtitle=raw.code,
        raw=raw,
        review=review,
        rows=rows,
        fields=fields,
        guarded=guarded,
        progress=_progress(review),
        step=_step(review),
        sure=sum(
            row.level == "sicher" and row.decision is None and row.suggestion not in {"", "[…]"}
            for row in review.rows
        ),
        reasons=AnonymityReview.Reason.choices,
        report=report,
        may_change=request.user.has_perm(CHANGE),
        may_delete=request.user.has_perm(DELETE),
        can_undo=not raw.is_released and raw.decisions.filter(undone_at=None).exists(),
    )


@_confidential(VIEW, REVIEW)
@require_http_methods(["POST"])
def raw_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the newest step."""
    raw = get_object_or_404(RawCase, pk=pk)
    try:
        count = actions.undo(raw=raw, user=request.user, seen=request.POST.get("schritt"))
    except ValueError as error:
        if isinstance(error, actions.OutdatedRawCase) and request.headers.get("Accept", "").startswith(
            "application/json"
        ):
            return JsonResponse(_state(review_of(raw)) | {"error": str(error)}, status=409)
        messages.error(request, str(error))
        return redirect("raw_review", pk=pk)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(_state(review_of(raw)) | {"undone": count})
    messages.success(
        request,
        _("Die letzte Entscheidung ist zurückgenommen.") if count else _("Es gibt nichts zurückzunehmen."),
    )
    return redirect("raw_review", pk=pk)


# --------------------------------------------------------------------------- handover and end


@_confidential(VIEW, REVIEW)
@sensitive_variables()
@require_http_methods(["POST"])
def raw_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of the guarded text."""
    raw = get_object_or_404(RawCase, pk=pk)
    try:
        longer = too_long(read_text(raw) | guarded_text(review_of(raw)))
        version = request.POST.get("stand", "")
        page = actions.take_over(
            raw=raw, user=request.user, version=int(version) if version.isdecimal() else None
        )
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("raw_review", pk=pk)
    if longer:
        text = _(
            "Länger, als ein Fall an der Stelle Platz hat, oder ohne passende Karte: %(fields)s. Der ganze"
            " Wortlaut steht am Ende der Ausgangslage."
        )
        messages.warning(request, text % {"fields": ", ".join(longer)})
    messages.success(
        request,
        _(
            "Der Entwurf ist angelegt. Bitte ergänzen Sie, was noch fehlt; prüfen muss ihn danach eine andere"
            " Person."
        ),
    )
    return redirect("raw_beside", pk=page.raw_case.pk)


@_confidential(VIEW, REVIEW)
@sensitive_variables()
def raw_beside(request: HttpRequest, pk: int) -> HttpResponse:
    """The raw text on the left, the form of its case on the right."""
    raw = get_object_or_404(RawCase.objects.select_related("case"), pk=pk)
    case: CasePage | None = raw.case
    if case is None or not case.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    note_access(raw=raw, user=request.user, action=RawAccess.Action.OPENED)
    data = read_text(raw)
    fields = [(label, str(data.get(name, ""))) for name, label in TEXT_FIELDS.items() if data.get(name)]
    return render(
        request,
        "cases/intake/beside.html",
        _page(_("Rohfall neben dem Fall"), page_subtitle=raw.code, raw=raw, case=case, fields=fields),
    )


@_confidential(VIEW, DELETE)
@require_http_methods(["GET", "HEAD", "POST"])
def raw_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a raw case before its day."""
    raw = get_object_or_404(RawCase, pk=pk)
    if request.method == "POST":
        remove(raw=raw, user=request.user)
        messages.success(request, _("Der Rohfall ist gelöscht."))
        return redirect("raw_index")
    return render(
        request, "cases/intake/delete.html", _page(_("Rohfall löschen"), page_subtitle=raw.code, raw=raw)
    )


@_confidential(VIEW)
def raw_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened a raw case, and when."""
    raw = get_object_or_404(RawCase, pk=pk)
    rows = raw.accesses.select_related("user")[:200]
    return render(
        request, "cases/intake/log.html", _page(_("Zugriffe"), page_subtitle=raw.code, raw=raw, rows=rows)
    )
