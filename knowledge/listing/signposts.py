"""Where a search leads that asks for no record: a page of the library (contact, how to take part, a topic),
or a list that answers a wide question ("was hat nicht funktioniert") better than any single record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from knowledge.base import LibraryPage, reading
from knowledge.listing.labels import AREA_FACET
from knowledge.listing.places import Places, places_open_to
from knowledge.listing.wide import denies, list_asked_for
from search import registry
from search.contract import Suggestion, Viewer
from search.language import analyse, analyse_word
from search.registry import Signpost

__all__ = ["completions", "signposts"]

MOST: Final = 3
_SECONDS: Final = 60
_NOT: Final = "nicht"
_VIEWS: Final = ("/suche/", "/frage/")

_LISTS: Final = (
    (
        _("Gescheiterte und aufgegebene Fälle"),
        "/suche/?typ=fall&ausgang=gescheitert&ausgang=aufgegeben",
        ("was hat nicht funktioniert", "was hat nicht geklappt", "was ging schief", "gescheitert",
         "scheitern", "misserfolge", "woran scheitern projekte", "fehlschläge"),
    ),
    (
        _("Umgesetzte Fälle"),
        "/suche/?typ=fall&ausgang=umgesetzt&ausgang=veraendert",
        ("was hat funktioniert", "was hat geklappt", "was wurde umgesetzt", "erfolge", "gute beispiele"),
    ),
    (
        _("Widerlegte Lehren"),
        "/suche/?typ=lehre&stand=widerlegt",
        ("widerlegt", "was wurde widerlegt", "widerlegte lehren", "was stimmt nicht mehr"),
    ),
    (
        _("Fälle aus kleinen Gemeinden"),
        "/suche/?typ=fall&groesse=landgemeinde-klein&groesse=landgemeinde",
        ("kleine gemeinde", "kleine gemeinden", "beispiele aus kleinen gemeinden", "dorf", "dörfer"),
    ),
    (_("Alle Fälle"), "/faelle/", ("fälle", "fall", "fallbeispiele")),
    (_("Alle Lehren"), "/lehren/", ("lehren", "lehre")),
    (_("Alle Staffeln"), "/staffeln/", ("staffel", "staffeln", "welche staffeln gab es", "forum")),
    (_("Alle Methoden"), "/methoden/", ("methoden", "welche methoden gibt es", "methodenkarten")),
    (
        _("Frage an die nächste Staffel"),
        "/frage/",
        ("frage stellen", "frage einreichen", "ich habe eine frage", "nächste staffel"),
    ),
)  # fmt: skip


def signposts(text: str) -> tuple[Signpost, ...]:
    """At most :data:`MOST` ways for this text, lists first."""
    asked = _words(text)
    if not asked:
        return ()
    wide = _asked(text)
    lists = [Signpost(title, url) for title, url, phrases in _LISTS if wide in map(_asked, phrases)]
    if not lists and (values := list_asked_for(text)) is not None:
        lists = [values]
    pages = cache.get_or_set("signposts", _pages, _SECONDS) or []
    places = places_open_to(Viewer())
    lists = [way for way in lists if _is_open(way.url, places)]
    named = {way.url for way in lists}
    found = [
        Signpost(title, url)
        for title, url, phrases in pages
        if url not in named and places.has(url) and any(asked <= each for each in phrases)
    ]
    return tuple([*lists, *found][:MOST])


def completions() -> list[Suggestion]:
    """What completes a text besides the records: topics, pages, the words with which people name a problem
    (they lead to the search, which knows their topic).
    """
    known = cache.get_or_set("completions", _completions, _SECONDS) or []
    places = places_open_to(Viewer())
    return [Suggestion(text, kind, url) for text, kind, url in known if _is_open(url, places)]


def _is_open(url: str, places: Places) -> bool:
    """Whether it leads to a page that may be read, or to a view, which has no page."""
    return places.has(url) or url.startswith(_VIEWS) or not url


def _completions() -> list[tuple[str, str, str]]:
    areas = AREA_FACET.terms()
    addresses = places_open_to(Viewer()).topics
    topics = {addresses[area.slug]: area.name for area in areas if area.slug in addresses}
    pages = cache.get_or_set("signposts", _pages, _SECONDS) or []
    return [
        *((name, "topic", url) for url, name in topics.items()),
        *((title, "page", url) for title, url, _phrases in pages if url not in topics),
        *((line.strip(), "", "") for area in areas for line in area.entry_terms.splitlines() if line.strip()),
    ]


def _words(text: str) -> frozenset[str]:
    """What a text is about: the stems of its content words, and whether it denies; where it has none, the
    kind that it names ("alle Fälle").
    """
    words = analyse(text)
    told = frozenset(word.forms.stem for word in words if not word.forms.stop or word.surface.lower() == _NOT)
    return told or _kinds() & {word.forms.stem for word in words}


def _asked(text: str) -> frozenset[str]:
    """The same with every word that denies: who asks for what is *not* such a record gets no list of them."""
    return _words(text) | {word.surface.casefold() for word in analyse(text) if denies(word)}


def _kinds() -> frozenset[str]:
    """Words for a kind of record, by their stems."""
    return frozenset(analyse_word(word).stem for source in registry.sources() for word in source.query_words)


def _pages() -> list[tuple[str, str, list[frozenset[str]]]]:
    """Title, address and words of the pages that everybody may read and that are no records: their sentences
    in one query, whatever their number and types.
    """
    pages = list(_site_pages())
    prefetch_related_objects(pages, "entry_phrases")
    return [
        (page.title, page.get_url() or "", [_words(text) for text in (page.title, *page.asked_as)])
        for page in pages
    ]


def _site_pages() -> Iterator[Any]:
    pages: Iterable[Page] = reading.specific_pages(Page.objects.live().filter(depth__gt=2).order_by("path"))
    for page in pages:
        readable = getattr(page, "is_readable_by", None)
        if readable is not None and not isinstance(page, LibraryPage) and readable(Viewer()):
            yield page
