"""The result page. GET only, no cookie, no token, so that it can be cached and shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import registry, service
from search.contract import Hit, SearchRequest, SearchResponse, Viewer
from search.query import (
    LITERAL_PARAMETER,
    MORE_PARAMETER,
    PAGE_SIZE,
    RELAXED_PARAMETER,
    SORTS,
    SearchForm,
    hit_count,
)

_WINDOW = 2
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value of a facet with the address that adds it or takes it out."""

    value: str
    label: str
    count: int
    selected: bool
    url: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its values; ``name`` is the address parameter."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True)
class ChipLink:
    """An interpretation of the search with the address that takes it back."""

    label: str
    url: str
    from_text: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of hits; ``number`` is 0 for a gap."""

    number: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SortLink:
    """An order of the hits."""

    value: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class UnquotedHits:
    """What the same words find without their quotation marks; ``url`` leads to all of it."""

    hits: tuple[Hit, ...]
    total: int
    url: str


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """``/suche/``: renders ``search/results.html``.

    Context:

    - ``form``: :class:`search.query.form.SearchForm` (``text``, ``filters``, ``numbers``, ``sort``, ``page``,
      ``literal``, ``problems``, ``is_empty``)
    - ``response``: :class:`search.contract.SearchResponse` (``hits``, ``total``, ``suggestion``,
      ``no_answer``, ``degraded``, ``notice``). A hit has ``kind, title, title_html, url, summary, snippet,
      reasons (kind, term, matched, text), display, facets, anchor``; ``title_html`` and ``snippet`` are
      already safe (mark them with ``|safe``); ``url`` opens the record at its top, with ``#{{ hit.anchor }}``
      at the passage
    - ``hit_count``: "12 Treffer"; ``first`` and ``last``: numbers of the first and last hit shown
    - ``kind_labels``: kind -> name ("case" -> "Fall")
    - ``facet_groups``: list of :class:`FacetGroup` (``name, label, options``); an option has ``value, label,
      count, selected, url``. Options never lead to an empty list; as a form use ``<input type="checkbox"
      name="{{ group.name }}" value="{{ option.value }}">``
    - ``chips``: list of :class:`ChipLink` (``label, url, from_text``); ``url`` takes the interpretation back
    - ``pages``: list of :class:`PageLink` (``number, url, current``), a window with gaps (``number`` 0),
      empty for one page; ``previous_url``, ``next_url`` (empty string when there is none)
    - ``last_page``; ``beyond_url``: address of the last page where a later one was asked for, else empty
    - ``sorts``: list of :class:`SortLink` (``value, label, url, current``)
    - ``hidden_pairs``: ``(name, value)`` to repeat as hidden fields in the search box form, so that a new
      text keeps the filters
    - ``more_url``: address that also lists the ``response.more`` records that may fit, empty where there are
      none
    - ``relaxed_url``: address that also finds the ``response.relaxed_total`` records with only some of the
      words, empty where there are none
    - ``nearest``: :class:`UnquotedHits` (``hits, total, url``) where an expression in quotation marks finds
      nothing and its words do, else ``None``
    - ``suggestion_url``: address of "Meinten Sie"; ``reset_url``: the text without any filter
    - ``signposts``: pages and lists for the text (``title, url``); ``neighbours``: cases with the same
      pattern where nothing answers (``title, url, reason``); ``definition``: what a text that is a term
      stands for (``term, stands_for, is_abbreviation``), or ``None``
    - ``page_size``: 7
    """
    viewer = registry.viewer_of(request)
    context = listing_context(request, viewer=viewer)
    return render(request, "search/results.html", context | _beside(context, viewer))


def _beside(context: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    """What stands beside the hits of a text: where it leads, and cases with the same pattern where nothing
    answers.
    """
    text, response = context["form"].text, context["response"]
    shown = {hit.url for hit in response.hits}
    neighbours = (
        registry.neighbours_of(text, viewer)
        if response.no_answer and text and not response.asks_nothing
        else ()
    )
    return {
        "signposts": registry.signposts_for(text) if text else (),
        "definition": service.defined(text) if text else None,
        "neighbours": [one for one in neighbours if one.url not in shown],
    }


def listing_context(
    request: HttpRequest, *, viewer: Viewer, fixed: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, Any]:
    """The context of :func:`results` for any list; ``fixed`` filters belong to the page and show up in no
    address, chip or facet.
    """
    form = SearchForm.from_query(request.GET)
    fixed = fixed or {}
    form.filters = {name: values for name, values in form.filters.items() if name not in fixed}
    asked = form.request()
    if fixed and form.is_empty and form.sort == "relevance":
        asked = replace(asked, sort="neueste")
    asked = replace(asked, scope=fixed)
    response = service.run(asked, viewer)
    nearest = _nearest(form, asked, viewer) if not response.total and not response.degraded else None
    return _context(
        form,
        replace(
            response, facets={name: values for name, values in response.facets.items() if name not in fixed}
        ),
        nearest,
    )


def _nearest(form: SearchForm, asked: SearchRequest, viewer: Viewer) -> UnquotedHits | None:
    """A second search, but only where the first found nothing and quotation marks are to blame."""
    loosened = service.unquoted(asked)
    if loosened is None:
        return None
    # What may fit is ordered by all words; under a filter the first of them would be a condition.
    relaxed = bool(form.filters or form.numbers)
    found = service.run(
        replace(loosened, relaxed=relaxed, sort="relevance", limit=_NEAREST, offset=0),
        viewer,
        count_miss=False,
    )
    return (
        UnquotedHits(
            found.hits,
            found.total,
            replace(form, literal=loosened.literal, relaxed=relaxed, page=1).address(),
        )
        if found.hits
        else None
    )


def _context(form: SearchForm, response: SearchResponse, nearest: UnquotedHits | None) -> dict[str, Any]:
    # What passes stands on one page; the rest is behind its button.
    last_page = 1 if response.more else max(1, -(-response.total // PAGE_SIZE))
    first = (form.page - 1) * PAGE_SIZE + 1 if response.hits else 0
    return {
        "form": form,
        "response": response,
        "hit_count": hit_count(response.total),
        "first": first,
        "last": first + len(response.hits) - 1 if response.hits else 0,
        "kind_labels": {source.kind: source.label for source in registry.sources()},
        "facet_groups": _facet_groups(form, response),
        "chips": [
            ChipLink(
                c.label,
                form.adding(c.parameter, c.value) if c.from_text else form.without(c.parameter, c.value),
                c.from_text,
            )
            for c in response.chips
        ],
        "pages": _pages(form, last_page),
        "last_page": last_page,
        "beyond_url": form.address(page=last_page) if response.total and form.page > last_page else "",
        "previous_url": form.address(page=form.page - 1) if 1 < form.page <= last_page else "",
        "next_url": form.address(page=form.page + 1) if form.page < last_page else "",
        "sorts": [
            SortLink(
                v, str(label), form.replacing("sortierung", "" if v == "relevance" else v), v == form.sort
            )
            for v, label in SORTS.items()
        ],
        "hidden_pairs": [
            pair
            for pair in form.pairs()
            if pair[0] not in {"q", LITERAL_PARAMETER, RELAXED_PARAMETER, MORE_PARAMETER}
        ],
        "more_url": form.replacing(MORE_PARAMETER, "1") if response.more else "",
        "relaxed_url": form.adding(RELAXED_PARAMETER, "1") if response.relaxed_total else "",
        "nearest": nearest,
        "suggestion_url": form.replacing("q", response.suggestion) if response.suggestion else "",
        "reset_url": SearchForm(text=form.text).address(),
        "page_size": PAGE_SIZE,
    }


def _facet_groups(form: SearchForm, response: SearchResponse) -> list[FacetGroup]:
    groups = []
    for name in registry.facet_names():
        labels = registry.facet_label(name)
        options = []
        for found in response.facets.get(name, ()):
            chosen = found.value in form.filters.get(name, ())
            url = form.without(name, found.value) if chosen else form.adding(name, found.value)
            options.append(
                FacetOption(
                    found.value,
                    str(labels.value_label(found.value)),
                    found.count,
                    found.selected,
                    url,
                    found.is_hidden,
                )
            )
        if options:
            groups.append(FacetGroup(name, str(labels.label), tuple(options)))
    return groups


def _pages(form: SearchForm, last_page: int) -> list[PageLink]:
    """First, last and the pages around the current one."""
    if last_page == 1:
        return []
    near = {n for n in range(form.page - _WINDOW, form.page + _WINDOW + 1) if 1 <= n <= last_page}
    links: list[PageLink] = []
    before = 0
    for number in sorted({1, last_page, *near}):
        if number > before + 1:
            links.append(PageLink(0, ""))
        links.append(PageLink(number, form.address(page=number), number == form.page))
        before = number
    return links
