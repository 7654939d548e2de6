"""Why a hit matched, in words, how much of the query it answers, and whether the best hits are an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search import registry
from search.contract import Hit, Reason, ScoredKey, SearchRequest, area_term
from search.language import analyse_word, fold
from search.query import Understood
from search.results.matching import COVERAGE, Matcher, WordMatch, best_per_word
from search.results.snippets import best_snippet, covered_by, highlight, opening

MAX_REASONS = 4
#: Words that are scattered over a record answer less than words in one passage.
SCATTERED = 0.8
#: A query whose best hit covers less than this share of it counts as unanswered (docs/explanation/search.md).
NO_ANSWER_BELOW = 0.44
#: The same where meaning took part: cosine of the nearest passage around the centroid of all
#: (docs/explanation/search.md).
NO_ANSWER_BELOW_SIMILARITY = 0.30


@dataclass(frozen=True, slots=True)
class Explained:
    """A hit with the share of the query that it covers, the spellings that corrected words were found in, and
    how near it is in meaning.
    """

    hit: Hit
    coverage: float
    corrections: dict[int, str]
    similarity: float | None = None


class Explainer:
    """Explains the hits of one query."""

    def __init__(self, understood: Understood, *, semantic: bool = False) -> None:
        self._understood = understood
        self._semantic = semantic
        self._surfaces = [word.surface for word in understood.words]
        self._matcher = Matcher(understood.terms)
        self._weights = dict(enumerate(understood.rarity))

    def explain(self, match: ScoredKey) -> Explained:
        """A stored document as a hit."""
        document = match.document
        in_title = self._matcher.scan(document.title)
        asked_as = max(
            map(self._matcher.scan, document.entry_phrases),
            key=lambda places: covered_by(places, self._weights),
            default=[],
        )
        snippet = best_snippet(document, self._matcher, self._weights)
        if not snippet.places and match.near is not None and match.near.text:
            snippet = opening(match.near.text, match.near.anchor)
        found = best_per_word([*in_title, *asked_as, *snippet.places])
        present = {area_term(name, value) for name, values in document.facets.items() for value in values}
        areas = self._areas(present)
        named = {
            index
            for index, pairs in self._understood.naming.items()
            if any(area_term(*pair) in present for pair in pairs)
        }
        hit = Hit(
            key=document.key,
            kind=document.kind,
            title=document.title,
            url=document.url,
            summary=document.summary,
            snippet=snippet.html,
            score=match.score,
            reasons=self._reasons(found, areas, named),
            display=document.display,
            facets=document.facets,
            anchor=snippet.anchor,
            title_html=highlight(document.title, in_title),
        )
        corrections = {index: place.surface for index, place in found.items() if place.target.kind == "fuzzy"}
        whole = best_per_word([*in_title, *asked_as, *snippet.everywhere])
        coverage = max(self._coverage(found, areas, named), SCATTERED * self._coverage(whole, areas, named))
        return Explained(
            replace(hit, coverage=coverage),
            coverage,
            corrections,
            match.near.similarity if match.near is not None else None,
        )

    def _areas(self, present: set[str]) -> list[Reason]:
        reasons = []
        for match in self._understood.areas:
            area = match.area
            if area is not None and area_term(area.facet, area.value) in present:
                label = area.label or area.value
                text = _("„%(term)s“ gehört zu „%(area)s“") % {"term": area.text, "area": label}
                reasons.append(Reason("area", area.text, label, text))
        return reasons

    def _reasons(
        self, found: dict[int, WordMatch], areas: list[Reason], named: set[int]
    ) -> tuple[Reason, ...]:
        """One sentence per word of the query, the rarest words first."""
        order = sorted(found, key=lambda index: -self._weights.get(index, 0.0))
        reasons = [self._reason(self._surfaces[index], found[index]) for index in order]
        if not reasons and not areas:
            reasons = [self._naming(index) for index in sorted(named)]
        if not reasons and not areas and self._surfaces:
            reasons = [
                Reason("similar", "", "", _("ähnlicher Sinn") if self._semantic else _("ähnlich geschrieben"))
            ]
        return tuple((reasons[: MAX_REASONS - min(len(areas), 2)] + areas)[:MAX_REASONS])

    def _reason(self, asked: str, place: WordMatch) -> Reason:
        target, surface = place.target, place.surface
        names = {"term": asked, "matched": surface, "via": target.via}
        if target.kind == "part":
            longer, shorter = (surface, asked) if len(surface) >= len(asked) else (asked, surface)
            if analyse_word(shorter).root in analyse_word(longer).derivations:
                text = _("„%(part)s“ als Teil von „%(whole)s“") % {"part": shorter, "whole": longer}
            else:
                text = _("„%(matched)s“ hat einen Wortteil mit „%(term)s“ gemeinsam") % names
        elif target.of_part:
            text = _("„%(matched)s“ ist verwandt mit einem Teil von „%(term)s“") % names
        elif target.kind in {"synonym", "translation"}:
            text = _("„%(term)s“ steht auch für „%(via)s“") % names
        elif target.kind == "abbreviation":
            text = _("Abkürzung: „%(short)s“ steht für „%(long)s“") % dict(
                zip(("short", "long"), target.couple, strict=True)
            )
        elif target.kind == "similar":
            text = _("„%(matched)s“ ist verwandt mit „%(term)s“") % names
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

    def _coverage(self, found: dict[int, WordMatch], areas: Sequence[Reason], named: set[int]) -> float:
        """Share of the query, weighted by rarity, that the document answers; an area counts like half of it.

        A word in ``named`` asks for a kind of record and this is one, though its text need not hold the word.
        It then weighs nothing: "Methode" alone is answered by each method card, "Methode Mondbasis" is not.
        """
        total = sum(weight for index, weight in self._weights.items() if index in found or index not in named)
        if total <= 0:
            return 1.0
        covered = sum(COVERAGE[place.target.kind] * self._weights[index] for index, place in found.items())
        return min(1.0, covered / total + (0.5 if areas else 0.0))


def is_unanswered(
    request: SearchRequest, understood: Understood, explained: Sequence[Explained], total: int
) -> bool:
    """Judged by how much of the query the best hits cover, not by their number."""
    if not understood.parsed.text:
        return False
    if total == 0:
        return True
    if not understood.words or understood.parsed.phrases or request.offset or not explained:
        return False
    return confidence(explained) < threshold(explained)


def threshold(explained: Sequence[Explained]) -> float:
    """The confidence below which nothing answers the query."""
    by_meaning = any(e.similarity is not None for e in explained)
    return NO_ANSWER_BELOW_SIMILARITY if by_meaning else NO_ANSWER_BELOW


def confidence(explained: Sequence[Explained]) -> float:
    """How sure we are that the query is answered, 0 to 1: by the meaning of the best hits where it is known,
    else by their words.
    """
    similarities = [e.similarity for e in explained if e.similarity is not None]
    if similarities:
        return max(0.0, *similarities)
    return max((e.coverage for e in explained[:3]), default=0.0)


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
