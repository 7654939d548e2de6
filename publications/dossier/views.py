"""The pages of a dossier. Everything is in the address: no cookie, no account, no script is needed."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from knowledge.jobs import Job, results
from knowledge.listing import table_file
from publications.dossier import orders
from publications.dossier.composition import AUDIENCES, PAGES
from publications.dossier.records import collect, key_at
from publications.dossier.selection import MOST, Selection
from publications.dossier.table import table_of_selection
from publications.dossier.writing import CONTENT_TYPES, write
from publications.models import DossierOrder
from search.public_forms import Limit, keep_private, open_form, private_page, sender

__all__ = ["dossier", "file", "markdown", "order", "ordered", "shown", "table"]

PER_SENDER: Final = Limit("dossier", 40, 3600)
LONG_QUEUE: Final = 3
"""Jobs before one's own from which on it takes minutes rather than seconds."""


def _selection(parameters: QueryDict) -> Selection:
    return Selection.of(parameters, tuple(AUDIENCES), tuple(PAGES))


def _sent(request: HttpRequest) -> Selection:
    return _selection(request.POST if request.method == "POST" else request.GET)


def _place(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest) -> HttpResponse:
    """``/dossier/?key=…``: what was collected, in order, with remarks; for whom and how long. ``hoch`` and
    ``weg`` move and remove by place, ``dazu`` adds an address or a key; each leads to the address of what
    came of it. A form may send the same, so that its remarks stand in no address.
    """
    return _page(request, _sent(request))


def _page(request: HttpRequest, selection: Selection, *, too_many: bool = False) -> HttpResponse:
    changed = selection
    if (place := _place(request, "hoch")) is not None:
        changed = selection.moved(place)
    if (place := _place(request, "weg")) is not None:
        changed = selection.without(place)
    if request.GET.get("dazu", "").strip():
        changed = selection.with_key(key_at(request.GET["dazu"][:300]))
    if changed != selection and not changed.problems:
        return redirect(f"{reverse('dossier')}?{changed.query()}")
    sources, missing = collect(changed)
    places = {choice.key: place for place, choice in enumerate(changed.choices)}
    found = [source.described.key for source in sources]
    choices = [choice for choice in changed.choices if choice.key not in {gone.key for gone in missing}]
    context = {
        "selection": changed,
        "rows": [
            {"source": source, "choice": choice, "place": places[choice.key]}
            for source, choice in zip(sources, choices, strict=True)
        ],
        "missing": missing,
        "keys": " ".join(found),
        "query": changed.query(),
        "most": MOST,
        "audiences": [(name, _(label)) for name, label in AUDIENCES.items()],
        "lengths": [
            (length, ngettext("%(count)d Seite", "%(count)d Seiten", length) % {"count": length})
            for length in PAGES
        ],
        "share": request.build_absolute_uri(f"{reverse('dossier')}?{changed.without_notes().query()}"),
        "share_with_notes": request.build_absolute_uri(f"{reverse('dossier')}?{changed.query()}"),
        "has_notes": any(choice.note for choice in changed.choices),
        "was_posted": request.method == "POST",
        "too_many": too_many,
    }
    status = 429 if too_many else 200
    return render(request, "publications/dossier/dossier.html", context, status=status)


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest) -> HttpResponse:
    """``/dossier/ansicht/?key=…``: the dossier itself, to read and to print."""
    selection = _sent(request)
    made = orders.composed(selection)
    context = {"dossier": made, "back": f"{reverse('dossier')}?{selection.query()}"}
    return render(request, "publications/dossier/shown.html", context)


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def markdown(request: HttpRequest) -> HttpResponse:
    """``/dossier/dossier.md?key=…``: the same as Markdown."""
    made = orders.composed(_sent(request))
    return HttpResponse(
        write(made, "md"),
        content_type=CONTENT_TYPES["md"],
        headers={"Content-Disposition": f'attachment; filename="{orders.file_name(made, "md")}"'},
    )


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, form: str) -> HttpResponse:
    """``/dossier/merkliste.xlsx?key=…``, ``.csv``: what was collected as a table, whatever its length."""
    return table_file(table_of_selection(*collect(_sent(request))), form, name="merkliste")


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Have a Word or PDF file built of what the form holds; a look has sent nothing and leads to the form."""
    if request.method != "POST":
        return redirect("dossier")
    selection, form = _selection(request.POST), request.POST.get("format", "")
    if form not in orders.ORDERED or not selection.choices:
        return _page(request, selection)
    source = sender(request)
    if source and PER_SENDER.take(source) is not None:
        return _page(request, selection, too_many=True)
    return redirect("dossier_ordered", key=orders.order(selection=selection, form=form).key)


@private_page
@require_safe
def ordered(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far a file is, and where to fetch it."""
    row = _row(key)
    if row is None or row.job is None:
        return render(request, "publications/dossier/gone.html", {"query": ""}, status=404)
    state = row.job.state
    context: dict[str, Any] = {
        "row": row,
        "job": row.job,
        "is_ready": state == Job.State.DONE,
        "has_failed": state == Job.State.FAILED,
        "takes_minutes": not row.job.is_over and orders.waiting_before(row) >= LONG_QUEUE,
        "back": f"{reverse('dossier')}?{row.query}",
    }
    return render(request, "publications/dossier/ordered.html", context)


@require_safe
def file(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """The file, as long as it says what the library says."""
    row = _row(key)
    path = results.path_of(row.job) if row is not None and row.job is not None else None
    if row is None or row.job is None or path is None:
        return render(request, "publications/dossier/gone.html", {"query": ""}, status=404)
    if not orders.is_up_to_date(row):
        return render(request, "publications/dossier/gone.html", {"query": row.query}, status=410)
    return keep_private(
        FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=row.job.result_name,
            content_type=CONTENT_TYPES[row.form],
        )
    )


def _row(key: uuid.UUID) -> DossierOrder | None:
    return DossierOrder.objects.kept().select_related("job").filter(key=key).first()
