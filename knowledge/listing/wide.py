"""Wide questions: a text that names nothing but a kind, an outcome, a size, a state or a year ("welche Fälle
sind gescheitert", "Fälle aus 2023") asks for a list, and there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from knowledge.enums import PeriodBand
from search import registry
from search.query import Grammar, Parsed, parse
from search.registry import TYPE_FACET, Signpost

__all__ = ["denies", "list_asked_for"]

_DENYING: Final = frozenset({"nicht", "nichts", "ohne"})
_NO: Final = "kein"
#: Words that say nothing of their own, but widen or move the value beside them.
_TURNING: Final = frozenset(
    {"vor", "davor", "nach", "danach", "seit", "bis", "zwischen", "über", "ueber", "unter", "mehr"}
)
_PERIOD: Final = "zeitraum"
_YEAR_DIGITS: Final = 4
#: A facet that only the records of one kind have: who names a value of it asks for them.
_KIND_OF: Final = {"ausgang": "fall", "groesse": "fall", _PERIOD: "fall", "stand": "lehre"}


def list_asked_for(text: str) -> Signpost | None:
    """The list of the records with every value that a text names, where it says nothing else."""
    parsed = parse(text, Grammar(facet_words=registry.facet_words(), bands=registry.bands()))
    if parsed.phrases or parsed.prohibited or parsed.prohibited_phrases or parsed.numbers or parsed.wishes:
        return None
    years = dict(_years(parsed))
    if not (parsed.lifted or parsed.filters):  # a year alone may mean anything
        return None
    if not all(years.values()):  # no band of cases holds it
        return None
    if not all(place in years or place in parsed.naming or _says_nothing(word)
               for place, word in enumerate(parsed.words)):  # fmt: skip
        return None
    values: dict[str, list[str]] = {name: list(found) for name, found in parsed.filters.items()}
    for facet, value in (*parsed.lifted, *((_PERIOD, band) for bands in years.values() for band in bands)):
        if value not in values.setdefault(facet, []):
            values[facet].append(value)
    return _list(values)


def _years(parsed: Parsed) -> Iterator[tuple[int, list[str]]]:
    """Words that are years, with the bands of cases that hold them."""
    for place, word in enumerate(parsed.words):
        if len(word.surface) == _YEAR_DIGITS and word.surface.isdecimal():
            yield place, [band.value for band in PeriodBand if band.holds(int(word.surface))]


def denies(word: Any) -> bool:
    """Whether it says that what stands beside it is not meant."""
    said = word.surface.casefold()
    return said in _DENYING or said.startswith(_NO)


def _says_nothing(word: Any) -> bool:
    return word.forms.stop and word.surface.casefold() not in _TURNING and not denies(word)


def _list(values: dict[str, list[str]]) -> Signpost | None:
    """``None`` where the values are of several kinds, or there is none besides a kind that has a page."""
    kinds = {*values.pop(TYPE_FACET, ()), *(_KIND_OF[name] for name in values if name in _KIND_OF)}
    source = next((one for one in registry.sources() if {one.type_word} == kinds), None)
    if source is None or not values or not all(values.values()) or not set(values) <= {*source.facets}:
        return None
    pairs = [(TYPE_FACET, source.type_word)]
    pairs += [(name, value) for name in registry.facet_names() for value in values.get(name, ())]
    said = [str(registry.facet_label(name).value_label(value)) for name, value in pairs[1:]]
    title = _("%(kind)s: %(values)s") % {"kind": source.label_plural, "values": ", ".join(said)}
    return Signpost(title, f"/suche/?{urlencode(pairs)}")
