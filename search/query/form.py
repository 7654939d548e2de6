"""From an address to a :class:`SearchRequest`. Bad values are left out and named in a sentence; nothing is an
error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from search import registry
from search.contract import NUMBERS, SearchRequest
from search.query.parser import (
    LITERAL_PARAMETER,
    MAX_CHARACTERS,
    MORE_PARAMETER,
    RELAXED_PARAMETER,
    clean,
)

PAGE_SIZE = 7
MAX_PAGE = 500
MAX_VALUES = 20
MAX_NUMBER = 100_000
SORTS = {
    "relevance": gettext_lazy("Passende zuerst"),
    "neueste": gettext_lazy("Neueste zuerst"),
    "titel": gettext_lazy("Nach Titel"),
}


@dataclass(slots=True)
class SearchForm:
    """The understood address. ``problems`` are sentences about values that were left out."""

    text: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    literal: tuple[str, ...] = ()
    relaxed: bool = False
    everything: bool = False
    problems: list[str] = field(default_factory=list)

    @classmethod
    def from_query(cls, data: QueryDict) -> SearchForm:
        """Read the parameters of an address."""
        form = cls()
        raw = data.get("q", "")
        form.text = clean(raw)
        if len(raw) > MAX_CHARACTERS and len(raw.strip()) > len(form.text):
            form.problems.append(
                _("Die Anfrage war zu lang; gesucht wird mit den ersten %(count)s Zeichen.")
                % {"count": MAX_CHARACTERS}
            )
        for name in registry.facet_names():
            if values := _values(data.getlist(name)):
                form.filters[name] = values
        for name in NUMBERS:
            form._number(name, data.get(name, ""))
        form.literal = _values(
            data.getlist(LITERAL_PARAMETER), MAX_CHARACTERS
        )  # a quotation may be as long as the text
        form.relaxed = data.get(RELAXED_PARAMETER, "") == "1"
        form.everything = data.get(MORE_PARAMETER, "") == "1"
        form._sort(data.get("sortierung", ""))
        form._page(data.get("seite", ""))
        return form

    def _number(self, name: str, raw: str) -> None:
        text = clean(raw)[:20]
        if not text:
            return
        if text.isascii() and text.isdigit() and 0 < int(text) <= MAX_NUMBER:
            self.numbers[name] = int(text)
        else:
            self.problems.append(
                _("„%(value)s“ ist keine Zahl, mit der gesucht werden kann.") % {"value": text}
            )

    def _sort(self, raw: str) -> None:
        if not raw or raw in SORTS:
            self.sort = raw or "relevance"
        else:
            self.problems.append(_("Diese Sortierung gibt es nicht; sortiert wird nach Übereinstimmung."))

    def _page(self, raw: str) -> None:
        if not raw:
            return
        if raw.isascii() and raw.isdigit() and len(raw) < 8 and 1 <= int(raw) <= MAX_PAGE:
            self.page = int(raw)
        else:
            self.problems.append(_("Diese Seite der Treffer gibt es nicht; Sie sehen die erste."))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not (self.text or self.filters or self.numbers)

    def request(self) -> SearchRequest:
        """The request for the service."""
        return SearchRequest(
            text=self.text,
            filters=self.filters,
            numbers=self.numbers,
            sort=self.sort,
            limit=PAGE_SIZE,
            offset=(self.page - 1) * PAGE_SIZE,
            literal=self.literal,
            relaxed=self.relaxed,
            everything=self.everything,
        )

    # ---------------------------------------------------------------- addresses

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters of this search in a fixed order, without the page; equal searches have equal
        addresses.
        """
        made = [("q", self.text)] if self.text else []
        made += [(name, value) for name in registry.facet_names() for value in self.filters.get(name, ())]
        made += [(name, str(self.numbers[name])) for name in NUMBERS if name in self.numbers]
        made += [(LITERAL_PARAMETER, value) for value in self.literal]
        if self.relaxed:
            made.append((RELAXED_PARAMETER, "1"))
        if self.everything:
            made.append((MORE_PARAMETER, "1"))
        if self.sort != "relevance":
            made.append(("sortierung", self.sort))
        return made

    def address(self, *, page: int = 1) -> str:
        """This search as a query string."""
        return _query_string([*self.pairs(), *([("seite", str(page))] if page > 1 else [])])

    def without(self, parameter: str, value: str) -> str:
        """The query string without one pair."""
        return _query_string([pair for pair in self.pairs() if pair != (parameter, value)])

    def adding(self, parameter: str, value: str) -> str:
        """The query string with one pair more."""
        return _query_string([*self.pairs(), (parameter, value)])

    def replacing(self, parameter: str, value: str) -> str:
        """The query string with one parameter set to a single value; ``""`` takes it out."""
        rest = [pair for pair in self.pairs() if pair[0] != parameter]
        return _query_string([*([(parameter, value)] if value else []), *rest])


def _values(raw: list[str], longest: int = 100) -> tuple[str, ...]:
    cleaned = (clean(value)[:longest] for value in raw[:MAX_VALUES])
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _query_string(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs)}" if pairs else "?"


def hit_count(total: int) -> str:
    """ "1 Treffer", "12 Treffer" in the active language."""
    return ngettext("%(count)s Treffer", "%(count)s Treffer", total) % {"count": total}
