"""Why a hit matched, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search import registry
from search.contract import Hit, Reason, area_term
from search.language import analyse, fold, specificity
from search.query import Understood
from search.results.confidence import ABOUT_IT, Judged
from search.results.matching import WordMatch, best_per_word
from search.results.snippets import Snippet, best_snippet, covered_by, highlight, opening

MAX_REASONS = 4
#: A word that tells less than this share of what the most telling one of the query does is no reason: that a
#: record has "Menschen" says nothing to who asks about lonely ones.
TELLS = 0.42
#: A word in the title is a reason from this share on: "Jugend" in a title says little to who asks about the
#: station.
LEADS = 0.8
#: So much a word has to tell in this library (:meth:`IndexWords.information`) to be a reason outside the
#: title: of one that only few use, fewer than one record in eleven has it; a more general one is rarer still.
#: Of 195 shown reasons that another person judged by the title of the hit, .32 were signed, with both rules
#: .60; of the topics of single words ("Amtsleitung" belongs to "Führung") .08.
TELLING = 2.5
#: From here on a word is none of general German.
SPECIFIC = 0.55
#: Letters between two words that belong together.
NEAR = 60


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
        told = self._told(judged, snippet)
        named_whole = _in_a_row(document.title, in_title, told)
        present = {area_term(name, value) for name, values in document.facets.items() for value in values}
        named = {
            index: next(pair for pair in pairs if area_term(*pair) in present)
            for index, pairs in self._understood.naming.items()
            if self._understood.only_names_values and any(area_term(*pair) in present for pair in pairs)
        }
        hit = Hit.of(
            document,
            match.score,
            snippet=snippet.html,
            title_html=highlight(document.title, in_title),
            reasons=self._reasons(told, named_whole, self._areas(present), named, match.near is not None),
        )
        corrections = {index: place.surface for index, place in found.items() if place.target.kind == "fuzzy"}
        return Explained(
            replace(hit, anchor=snippet.anchor, confidence=judged.probability, passes=passes), corrections
        )

    def _told(self, judged: Judged, snippet: Snippet) -> dict[int, WordMatch]:
        """Per word of the query the place that is a reason. That a text mentions something in passing is
        none: a word counts in the title and as a keyword; in entry phrases, summary and key question if it
        is no general one or not the only one there; elsewhere if it tells most and stands near another. And
        one that half the library has counts in a title or as a keyword alone, where it is what is asked for.
        """
        reading, alone = judged.reading, len(self._surfaces) == 1
        told = [*self._signed(reading.title.places).values()]
        for one in reading.keywords:
            if len(here := self._signed(p for p in one.places if p.target.kind != "part")) >= one.words:
                told += here.values()
        titled = {place.target.index for place in told}
        for one in (*reading.asked, *reading.lead):
            here = self._signed(one.places)
            told += [place for i, place in here.items() if len(here) > 1 or alone or self._is_specific(i)]
        here = self._signed(snippet.places)
        told += [
            place
            for i, place in here.items()
            if alone or (self._tells(i, ABOUT_IT) and self._has_company(place, snippet))
        ]
        best = best_per_word(told)
        if alone:
            return best
        return {
            i: place
            for i, place in best.items()
            if self._weights.get(i, 0.0) >= TELLING or (i in titled and self._tells(i, LEADS))
        }

    def _signed(self, places: Iterable[WordMatch]) -> dict[int, WordMatch]:
        """Per word of the query that tells something the best place that an editor would sign; of an
        expression only where all of it stands in the text.
        """
        signed = [place for place in places if self._is_signed(place)]
        parts = Counter(target for target, _word in {(place.target, fold(place.surface)) for place in signed})
        return best_per_word(place for place in signed if parts[place.target] >= place.target.words)

    def _is_signed(self, place: WordMatch) -> bool:
        target = place.target
        if not target.signed or target.is_hint or not self._tells(target.index):
            return False
        return not target.of_family or self._is_specific(target.index)

    def _has_company(self, place: WordMatch, snippet: Snippet) -> bool:
        return any(
            other.target.index != place.target.index
            and abs(other.start - place.start) <= NEAR
            and self._is_signed(other)
            for other in snippet.places
        )

    def _tells(self, index: int, share: float = TELLS) -> bool:
        """Whether a word tells enough beside the others."""
        return self._weights.get(index, 0.0) >= share * max(self._weights.values(), default=0.0)

    def _is_specific(self, index: int) -> bool:
        """Whether a word is one that few use, and no verb or adjective beside a noun ("aufbauen")."""
        word = self._understood.words[index]
        is_noun = word.surface[:1].isupper() or not any(one[:1].isupper() for one in self._surfaces)
        return is_noun and specificity(word.forms) >= SPECIFIC

    def _areas(self, present: set[str]) -> list[Reason]:
        reasons = []
        for match in self._understood.areas:
            area = match.area
            if area is not None and area_term(area.facet, area.value) in present:
                label = area.label or area.value
                said, tells = self._said(area.text)
                if tells:
                    text = _("„%(term)s“ gehört zu „%(area)s“") % {"term": said, "area": label}
                    reasons.append(Reason("area", said, label, text))
        return reasons

    def _said(self, entry: str) -> tuple[str, bool]:
        """An entry term as far as it was said (who asks for "Geld" did not say "kein Geld"), and whether
        that tells something: one word of several says nothing of the record.
        """
        asked = {word.forms.stem for word in self._understood.parsed.words}
        places = {word.forms.stem: index for index, word in enumerate(self._understood.words)}
        kept = [word for word in analyse(entry) if word.forms.stem in asked]
        content = [places[word.forms.stem] for word in kept if word.forms.stem in places]
        tells = len(content) > 1 or len(self._surfaces) == 1
        return " ".join(word.surface for word in kept) or entry, tells

    def _reasons(
        self,
        found: dict[int, WordMatch],
        rows: dict[int, str],
        areas: list[Reason],
        named: dict[int, tuple[str, str]],
        by_meaning: bool,
    ) -> tuple[Reason, ...]:
        """One sentence per word of the query, the most telling first; one for words that are one name."""
        order = sorted(found, key=lambda index: -self._weights.get(index, 0.0))
        told = dict.fromkeys(
            Reason("word", rows[index], rows[index], _("enthält „%(matched)s“") % {"matched": rows[index]})
            if index in rows
            else self._reason(self._surfaces[index], found[index])
            for index in order
        )
        reasons = [reason for reason in told if reason is not None]
        if not reasons and not areas:
            reasons = [self._naming(index, *pair) for index, pair in sorted(named.items())]
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

    def _naming(self, index: int, facet: str, value: str) -> Reason:
        """A word that stands for a facet value of the record."""
        asked, label = self._surfaces[index], registry.value_label(facet, value)
        return Reason(
            "area", asked, label, _("„%(term)s“ verstanden als „%(area)s“") % {"term": asked, "area": label}
        )


def _in_a_row(title: str, places: Iterable[WordMatch], told: dict[int, WordMatch]) -> dict[int, str]:
    """Words that stand side by side in the title as in the query ("World Café"), by word: what a reader knows
    is the name, not "World" and "Café". One of them has to be a reason by itself.
    """
    rows: dict[int, str] = {}
    ordered = sorted((one for one in places if one.target.kind == "word"), key=lambda one: one.start)
    start = 0
    for end in range(1, len(ordered) + 1):
        if (
            end < len(ordered)
            and ordered[end].start == ordered[end - 1].end + 1
            and ordered[end].target.index == ordered[end - 1].target.index + 1
        ):
            continue
        row = ordered[start:end]
        if len(row) > 1 and any(one.target.index in told for one in row):
            rows |= dict.fromkeys((one.target.index for one in row), title[row[0].start : row[-1].end])
        start = end
    return rows


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
