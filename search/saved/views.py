"""Pages of saved searches (mail) and the feed of a search (Atom). Public, without account and cookie."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, time
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.dateparse import parse_date
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from search import registry
from search.contract import Document
from search.language import without_controls
from search.models import SavedSearch
from search.public_forms import absolute, open_form, secret_address, subscription_page
from search.query import SearchForm
from search.saved.alerts import NewHit, ask_to_confirm, confirm, find, form_of, title_of
from search.saved.forms import SavedSearchForm

__all__ = ["atom", "confirm_subscription", "kind_atom", "save", "saved", "subscription"]

_TEMPLATE: Final = "search/subscription.html"


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """``/suche/merken/``: a form for the search in its address; POST writes the row and the mail that asks
    the owner of the address.

    Renders ``search/save.html`` with ``form`` (:class:`SavedSearchForm`).
    """
    if request.method != "POST":
        form = SavedSearchForm(initial={"suche": SearchForm.from_query(request.GET).address()})
        return render(request, "search/save.html", {"form": form})
    form = SavedSearchForm(request.POST)
    if not form.is_valid() or not form.is_admitted(request):
        return render(request, "search/save.html", {"form": form}, status=422)
    ask_to_confirm(
        email=form.cleaned_data["mail"],
        address=form.cleaned_data["suche"],
        rhythm=form.cleaned_data["rhythmus"],
        language=get_language() or "de",
    )
    return redirect("search:saved")


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What happens next, the same for every address."""
    return render(request, "search/saved.html")


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/suche/abo/<key>/``: shows the search; a POST ends, also in one click from the mail (RFC 8058)."""
    row = SavedSearch.objects.filter(key=key).first()
    return subscription_page(request, row, _TEMPLATE, SavedSearch.delete, _said(key, row))


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/suche/abo/<key>/bestaetigen/``: the owner of the address says yes, by POST, because programmes that
    look at mails follow links; a look leads to the page with the button.
    """
    if request.method != "POST":
        return redirect("search:subscription", key=key)
    row = get_object_or_404(SavedSearch, key=key)
    if not confirm(row):
        page = {"subscription": row, "later": True, **_said(key, row)}
        return render(request, _TEMPLATE, page, status=503)
    return redirect("search:subscription", key=key)


def _said(key: uuid.UUID, row: SavedSearch | None) -> dict[str, Any]:
    return {
        "title": title_of(form_of(row.address)) if row else "",
        "page_url": reverse("search:subscription", args=[key]),
        "confirm_url": reverse("search:confirm_subscription", args=[key]),
    }


# --------------------------------------------------------------------------- Atom


_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""Date of what belongs to no release batch: fixed, so that equal feeds are equal."""


class _Feed(Atom1Feed):
    """Atom whose date is the one of the newest record, not of the look at it."""

    def latest_post_date(self) -> datetime:
        """Newest batch."""
        dates = [item["updateddate"] for item in self.items if item["updateddate"] is not None]
        return max(dates, default=_LONG_AGO)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """``/suche/atom?...``: public records that answer the search of the address, newest batch first, with ids
    that stay.
    """
    form = SearchForm.from_query(request.GET)
    return _answer(request, form, absolute(request.path) + form.address())


@require_safe
def kind_atom(request: HttpRequest, kind: str) -> HttpResponse:
    """``/feeds/case.atom`` (or ``cases``, or ``fall``): the public records of a kind, newest batch first.
    Raises ``Http404``.
    """
    names = {name: s for s in registry.sources() for name in (s.kind, f"{s.kind}s", s.type_word)}
    if kind not in names:
        raise Http404
    form = SearchForm(filters={registry.TYPE_FACET: (names[kind].type_word,)})
    return _answer(request, form, absolute(request.path))


def _answer(request: HttpRequest, form: SearchForm, address: str) -> HttpResponse:
    found = find(form)
    if found is None:
        return HttpResponse(
            _("Die Suche ist gerade nicht erreichbar."),
            status=503,
            headers={"Retry-After": "300"},
            content_type="text/plain; charset=utf-8",
        )
    made = _feed(form, found, address)
    etag = f'"{hashlib.sha256(made.encode()).hexdigest()[:32]}"'
    full = HttpResponse(made, headers={"ETag": etag}, content_type="application/atom+xml; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=full) or full
    patch_cache_control(response, public=True, no_cache=True)  # what is withdrawn is gone for readers at once
    return HttpResponse(response.content, status=response.status_code, headers=dict(response.items()))


def _feed(form: SearchForm, found: list[NewHit], own_address: str) -> str:
    address = absolute(reverse("search:results")) + form.address()
    name = without_controls(title_of(form)) or _("Alle Einträge")
    feed = _Feed(
        title=_("Suche: %(title)s") % {"title": name},
        link=address,
        description="",
        language=get_language() or "de",
        feed_url=own_address,
        feed_guid=_tag(f"suche/{form.address().lstrip('?')}"),
        author_name=registry.publisher(),
    )
    for one in found:
        _add(feed, one.document)
    return str(feed.writeString("utf-8"))


def _add(feed: _Feed, document: Document) -> None:
    source = registry.source_for(document.kind)
    day = parse_date(document.released) if document.released else None
    options: dict[str, Any] = {
        "unique_id": _tag(document.key),
        "updateddate": datetime.combine(day, time.min, tzinfo=UTC) if day else _LONG_AGO,
    }
    remark = ". ".join(part for part in (source.remark(document), document.summary) if part)
    feed.add_item(
        title=without_controls(document.title),
        link=absolute(document.url),
        description=escape(without_controls(remark)),  # Django says that a summary is HTML
        categories=(str(source.label),),
        **options,
    )


def _tag(name: str) -> str:
    """A tag URI (RFC 4151) that says nothing of database or address of the record."""
    return f"tag:{urlsplit(absolute('/')).hostname},2026:{name}"
