"""A case is taken in or corrected; a document may fill the form. Nothing typed here is kept but sealed."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.intake import actions
from cases.intake.documents import MemoryOnlyHandler, fields_of_document
from cases.intake.forms import RawCaseForm, UploadForm, VersionForm
from cases.intake.review import TEXT_FIELDS
from cases.intake.two_texts import Other, differing, filled, settled
from cases.intake.views.room import ADD, CHANGE, REVIEW, VIEW, confidential, count_report, room_page
from cases.models import RawAccess, RawCase
from cases.profile import ProfileReport
from cases.sealed import note_access
from knowledge.anonymity.files import DOCUMENT_BYTES, DocumentText, FileRefused, not_taken, read_document

__all__ = ["raw_edit", "raw_new", "raw_upload"]


@csrf_exempt
@confidential(ADD)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def raw_new(request: HttpRequest) -> HttpResponse:
    """Take a case in. A file may come along, so it stays in memory: its handler is set before anything is
    read.
    """
    request.upload_handlers = [MemoryOnlyHandler(request)]
    return _taken_in(request)


@csrf_exempt
@confidential(ADD)
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
        try:
            raw = actions.take_in(
                text=form.text(),
                names=form.names(),
                meeting=form.cleaned_data["meeting"],
                user=request.user,
                form_key=_form_key(request),
            )
        except actions.SentTwice as error:
            messages.warning(request, str(error))
            return redirect("raw_index")
        messages.success(
            request, _("Der Rohfall %(code)s ist verschlüsselt gespeichert.") % {"code": raw.code}
        )
        return redirect("raw_review", pk=raw.pk) if request.user.has_perm(REVIEW) else redirect("raw_index")
    return _intake_page(request, form, waiting)


@csrf_protect
@sensitive_variables()
def _read_in(request: HttpRequest, *, unasked: bool = False) -> HttpResponse:
    """What was typed stays as it is; a refused file changes nothing."""
    upload = UploadForm(request.POST, request.FILES)
    data, waiting = settled(RawCaseForm(), request.POST)
    document = _read_together(upload, request.FILES.getlist("document"))
    if document.text:
        read = fields_of_document(document.text)
        data, fresh = filled(RawCaseForm(), data, read)
        waiting |= fresh
        told = _what_was_read(into_empty=set(read) - set(fresh), beside=bool(fresh), unasked=unasked)
        left_out = not_taken(document.dropped)
        # What was left out comes first, and never in green.
        tell = messages.warning if left_out else messages.success
        tell(request, " ".join(filter(None, (left_out, told))))
    # Unbound, so that nobody is told what is missing before anything was to be saved.
    form = RawCaseForm()
    form.initial = {
        name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()
    }
    return _intake_page(request, form, waiting, upload)


def _read_together(upload: UploadForm, files: Sequence[Any]) -> DocumentText:
    """The text of all files of a case, in their order; none of it where one of them is refused, which the
    form then says with its place, as names are not kept.
    """
    if not upload.is_valid():
        return DocumentText("", ())
    if len(files) > MOST_FILES:
        upload.add_error("document", _("Bitte höchstens %(most)s Dateien auf einmal.") % {"most": MOST_FILES})
        return DocumentText("", ())
    texts: list[DocumentText] = []
    for place, file in enumerate(files, 1):
        try:
            texts.append(read_document(file.read(DOCUMENT_BYTES + 1)))
        except FileRefused as error:
            where = _("Datei %(place)s: ") % {"place": place} if len(files) > 1 else ""
            upload.add_error("document", f"{where}{error}")
    if upload.errors:
        return DocumentText("", ())
    dropped = tuple(item for text in texts for item in text.dropped)
    return DocumentText("\n\n".join(text.text for text in texts if text.text), dropped)


MOST_FILES = 5
"""Of one case, read at once."""


def _what_was_read(*, into_empty: Collection[str], beside: bool, unasked: bool) -> str:
    """Where the text of a file went, in words; ``unasked`` when it was read on the way to saving.
    ``into_empty`` are the fields it filled: several, where it had headings of its own.
    """
    told = [_("Der Text ist gelesen; die Datei ist nicht gespeichert.")]
    if set(into_empty) == {"situation"}:
        told.append(_("Er steht ganz im Feld „Ausgangslage“. Bitte verteilen Sie ihn auf die Felder."))
    elif into_empty:
        told.append(
            _("Er ist nach seinen Überschriften auf leere Felder verteilt. Bitte prüfen Sie, ob das stimmt.")
        )
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
        room_page(
            _("Fall aufnehmen"),
            form=form,
            form_key=_form_key(request) or secrets.token_hex(16),
            upload=upload or UploadForm(),
            raw=None,
            report=_report(form),
        ),
    )


def _form_key(request: HttpRequest) -> str:
    return request.POST.get("vorgang", "")[:32]


def _report(form: RawCaseForm) -> ProfileReport | None:
    source = form.data if form.is_bound else form.initial
    return count_report(source, (str(source.get(name, "")) for name in TEXT_FIELDS))


@confidential(VIEW, CHANGE)
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
        read = VersionForm(request.POST).version
        version = version if read is None else read
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
    context = room_page(
        _("Rohfall ändern"),
        page_subtitle=raw.code,
        form=form,
        upload=None,
        raw=raw,
        version=version,
        report=_report(form),
    )
    return render(request, "cases/intake/form.html", context)
