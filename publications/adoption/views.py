"""Telling what became of a record in another municipality."""

from __future__ import annotations

import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from knowledge.enums import ContributionOrigin
from knowledge.listing import table_file
from publications.adoption.forms import AdoptionForm
from publications.adoption.ledger import ledger, ledger_table
from publications.models import AdoptionReport
from search import registry
from search.contract import Viewer
from search.public_forms import open_form

__all__ = ["adoptions", "adoptions_table", "report", "reported"]

_KEY: Final = re.compile(r"[a-z]+:[0-9a-f]{32}")


def _page(key: str) -> Any:
    """The record that everybody may read. Raises ``Http404``."""
    kind, _colon, digits = key.partition(":")
    known = _KEY.fullmatch(key) is not None and registry.is_kind(kind)
    if not known or not registry.source_for(kind).visible([key], Viewer()):
        raise Http404
    return registry.source_for(kind).public().get(translation_key=digits)


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    """``/uebernahme/<key>/``: the report is received, and counted once an editor accepts it."""
    page, form = _page(key), AdoptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.is_admitted(request):
        _keep(page, form)
        return redirect("adoption_reported", key=key)
    context = {"form": form, "page": page, "key": key}
    return render(request, "publications/adoption/form.html", context, status=422 if form.is_bound else 200)


def _keep(page: Any, form: AdoptionForm) -> None:
    sent = form.cleaned_data
    row = AdoptionReport(
        page_id=page.pk,
        kind=sent["was"],
        stage=sent["stand"],
        size_band=sent["groesse"],
        result=sent["ergebnis"],
        changed=sent["geaendert"],
        hindrance=sent["gehakt"],
        origin=ContributionOrigin.LINK,
    )
    row.full_clean()
    row.save()


@require_safe
def adoptions(request: HttpRequest) -> HttpResponse:
    """``/uebernahmen/``: the ledger, the same for everybody."""
    return render(request, "publications/adoption/ledger.html", {"rows": ledger(Viewer())})


@require_safe
def adoptions_table(request: HttpRequest, form: str) -> HttpResponse:
    """``/uebernahmen/tabelle.csv``: the ledger as a table, the same for everybody."""
    return table_file(ledger_table(ledger(Viewer())), form, name="uebernahmen")


@require_safe
def reported(request: HttpRequest, key: str) -> HttpResponse:
    """Says what happens next."""
    return render(request, "publications/adoption/reported.html", {"page": _page(key)})
