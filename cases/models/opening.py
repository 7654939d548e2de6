"""What the page of a case says first: what became of it, and what others can take over.

Nothing here is written anew: the words are those of its follow-ups and rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from knowledge.enums import IdeaStatus, Outcome

__all__ = ["Became", "ToTakeOver", "became", "lead", "to_take_over"]

LEAD, SHORT_LEAD = 170, 110
"""Characters of a first line on the page and on a card; whole sentences, at least one."""

MOST = 3
"""Things to take over."""

_SENTENCE_END = re.compile(r"(?<=[.!?])([“”\"»)]*)\s+(?=[„\"«(]?[A-ZÄÖÜ0-9])")


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a case: its outcome, since when ("nach etwa einem Jahr", or nothing), and what is told
    of it.
    """

    outcome: str
    when: str
    told: str

    @property
    def text(self) -> str:
        """As the page begins."""
        return lead(self.told)

    @property
    def short(self) -> str:
        """For a card."""
        return lead(self.told, SHORT_LEAD)


@dataclass(frozen=True, slots=True)
class ToTakeOver:
    """Something to take over: what it is, its words, the anchor of the section it stands in."""

    label: str
    text: str
    anchor: str


def lead(text: str, most: int = LEAD) -> str:
    """The first whole sentences of a text, as many as fit into ``most`` characters; one at least."""
    sentences = _SENTENCE_END.sub(r"\1\n", " ".join(text.split())).split("\n")
    taken = sentences[0]
    for sentence in sentences[1:]:
        if len(taken) + 1 + len(sentence) > most:
            break
        taken = f"{taken} {sentence}"
    return taken


def became(case: Any, told: Sequence[Any], outcome: str) -> Became:
    """By the newest of the follow-ups ``told`` (in the order of their time): its effect in a sentence, or how
    it begins; without one, what the case itself says.
    """
    if not told:
        return Became(outcome, "", case.effects_text)
    newest = told[-1]
    return Became(newest.status, newest.get_after_display(), newest.effects.strip() or newest.text)


def to_take_over(case: Any) -> list[ToTakeOver]:
    """At most three: an idea that was taken up, what it needs, what it warns of; where one of them is missing
    the next of the others. Where the case did not carry, its idea comes last and says so.
    """
    outcome = Outcome(case.shown_outcome or Outcome.UNKNOWN)
    label = _("Wurde aufgegriffen")
    if not outcome.carries:
        label = _("Wurde versucht (Ausgang: %(outcome)s)") % {"outcome": outcome.label}
    ideas = [
        ToTakeOver(label, idea.text, "ideen") for idea in case.ideas.all() if idea.status == IdeaStatus.TAKEN
    ]
    kinds = [
        [
            ToTakeOver(_("Muss gegeben sein"), row.text, "bedingungen")
            for row in sorted(case.preconditions.all(), key=lambda row: not row.must)
        ],
        [ToTakeOver(_("Davor warnen wir"), row.text, "bedingungen") for row in case.pitfalls.all()],
    ]
    kinds.insert(0 if outcome.carries else len(kinds), ideas)
    taken = set(islice(_one_of_each(kinds), MOST))
    return [thing for kind in kinds for thing in kind if thing in taken]


def _one_of_each(kinds: Sequence[Sequence[ToTakeOver]]) -> Iterator[ToTakeOver]:
    """The first of each kind, then the second of each, and so on."""
    for index in range(max(map(len, kinds), default=0)):
        yield from (kind[index] for kind in kinds if index < len(kind))
