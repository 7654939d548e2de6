"""Why a hit matched, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search import registry
from search.contract import Hit, Reason, area_term
from search.language import analyse, fold
from search.query import Understood
from search.results.confidence import Judged
from search.results.matching import WordMatch, best_per_word
from search.results.snippets import best_snippet, covered_by, highlight, opening

MAX_REASONS = 4
#: A word that tells less than this share of what another met one does is no reason beside it.
TELLS = 0.33


@dataclass(frozen=True, slots=True)
class Explained:
    """A hit with the spellings that corrected words were found in."""

    hit: Hit
    corrections: dict[int, str]


class Explainer:
    """Explains the hits of one query."""

    def __init__(self, understood: Understood) -> None:
        self._understood = understood
        self._surfaces = [word.surface for word in understood.words]
        self._weights = dict(enumerate(understood.information))

    def explain(self, judged: Judged, *, passes: bool = True) -> Explained:
        """A match as a hit."""
        match, reading = judged.match, judged.reading
        document, in_title = match.document, reading.title.places
        asked_as = max(
            (one.places for one in reading.asked),
            key=lambda places: covered_by(places, self._weights),
            default=(),
        )
        snippet = best_snippet(reading, self._weights)
        if not snippet.places and match.near is not None and match.near.text:
            snippet = opening(match.near.text, match.near.anchor)
        found = best_per_word([*in_title, *asked_as, *snippet.places])
        present = {area_term(name, value) for name, values in document.facets.items() for value in values}
        named = {
            index
            for index, pairs in self._understood.naming.items()
            if any(area_term(*pair) in present for pair in pairs)
        }
        hit = Hit.of(
            document,
            match.score,
            snippet=snippet.html,
            title_html=highlight(document.title, in_title),
            reasons=self._reasons(found, self._areas(present), named, match.near is not None),
        )
        corrections = {index: place.surface for index, place in found.items() if place.target.kind == "fuzzy"}
        return Explained(
            replace(hit, anchor=snippet.anchor, confidence=judged.probability, passes=passes), corrections
        )

    def _areas(self, present: set[str]) -> list[Reason]:
        reasons = []
        for match in self._understood.areas:
            area = match.area
            if area is not None and area_term(area.facet, area.value) in present:
                label = area.label or area.value
                said = self._said(area.text)
                text = _("„%(term)s“ gehört zu „%(area)s“") % {"term": said, "area": label}
                reasons.append(Reason("area", said, label, text))
        return reasons

    def _said(self, entry: str) -> str:
        """An entry term as far as it was said: who asks for "Geld" did not say "kein Geld"."""
        asked = {word.forms.stem for word in self._understood.parsed.words}
        kept = [word.surface for word in analyse(entry) if word.forms.stem in asked]
        return " ".join(kept) or entry

    def _reasons(
        self, found: dict[int, WordMatch], areas: list[Reason], named: set[int], by_meaning: bool
    ) -> tuple[Reason, ...]:
        """One sentence per word of the query, the most telling first; none of general words beside one that
        tells more.
        """
        most = max((self._weights.get(index, 0.0) for index in found), default=0.0)
        telling = (index for index in found if self._weights.get(index, 0.0) >= TELLS * most)
        order = sorted(telling, key=lambda index: -self._weights.get(index, 0.0))
        told = (self._reason(self._surfaces[index], found[index]) for index in order)
        reasons = [reason for reason in told if reason is not None]
        if not reasons and not areas:
            reasons = [self._naming(index) for index in sorted(named)]
        if not reasons and not areas and self._surfaces and by_meaning:
            reasons = [Reason("similar", "", "", _("ähnlicher Sinn"))]
        return tuple((reasons[: MAX_REASONS - min(len(areas), 2)] + areas)[:MAX_REASONS])

    def _reason(self, asked: str, place: WordMatch) -> Reason | None:
        """What an editor would sign, else nothing: that two words share a part or are found in like company
        is no reason to a reader (of 200 shown ones that were judged, none of the latter was).
        """
        target, surface = place.target, place.surface
        names = {"term": asked, "matched": surface}
        if not target.signed:
            return None
        if target.kind == "part":
            text = _("„%(part)s“ als Teil von „%(whole)s“") % {"part": asked, "whole": surface}
        elif target.kind in {"synonym", "translation"}:
            text = _("„%(matched)s“ kommt „%(term)s“ nahe") % names
        elif target.kind == "abbreviation":
            text = _("Abkürzung: „%(short)s“ steht für „%(long)s“") % dict(
                zip(("short", "long"), target.couple, strict=True)
            )
        elif target.kind == "fuzzy":
            text = _("„%(term)s“ als „%(matched)s“ gelesen") % names
        else:
            text = _("enthält „%(matched)s“") % names
        return Reason(target.kind, asked, surface, text)

    def _naming(self, index: int) -> Reason:
        """A word that stands for a facet value of the record."""
        facet, value = self._understood.naming[index][0]
        asked, label = self._surfaces[index], registry.value_label(facet, value)
        return Reason(
            "area", asked, label, _("„%(term)s“ verstanden als „%(area)s“") % {"term": asked, "area": label}
        )


def suggestion(understood: Understood, explained: Sequence[Explained]) -> str | None:
    """The query with misspelt words replaced by the spelling that the best hits use."""
    corrected: dict[int, str] = {}
    for one in explained[:3]:
        for index, surface in one.corrections.items():
            corrected.setdefault(index, surface)
    if not corrected:
        return None
    text = understood.parsed.text
    for index, surface in sorted(corrected.items()):
        asked = understood.words[index].surface
        text = text.replace(asked, surface.lower() if asked.islower() else surface, 1)
    return text if fold(text) != fold(understood.parsed.text) else None
