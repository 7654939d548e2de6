"""What the detector hands back: findings with span, kind, certainty, reason and suggestion.

Pure module: no Django, no files. Texts for readers are German message ids; the pages
that show them translate them.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CERTAIN", "DETECTOR_VERSION", "LIKELY", "NAME_KINDS", "Finding", "Harm", "Kind", "worst"]

DETECTOR_VERSION = "2026.15"
"""Changes whenever the same text could give other findings (rules, lists or model)."""

CERTAIN, LIKELY = 0.9, 0.5
"""The borders of certainty, for every gate and every list: from the first on the detector is sure, from the
second on a person must have decided; below it is a hint.
"""


class Kind(StrEnum):
    """What a finding is about; the values are part of the interface of check_anonymity."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    CONTACT = "contact"
    NUMBER = "number"
    DATE = "date"
    ADDRESS = "address"
    URL = "url"
    OFFICE = "office"
    UNIQUE = "unique"
    SENSITIVE = "sensitive"


class Harm(StrEnum):
    """What a finding would do if it became public; apart from how sure the detector is.

    ``direct`` names somebody or some place; ``exact`` singles one out together with the public header (an
    exact sum, a unique facility, health); ``hint`` does neither by itself. The values are part of the
    interface of check_anonymity.
    """

    DIRECT = "direct"
    EXACT = "exact"
    HINT = "hint"


_WORST_FIRST = (Harm.DIRECT, Harm.EXACT, Harm.HINT)


def worst(*harms: Harm) -> Harm:
    """The greatest of several harms."""
    return min(harms, key=_WORST_FIRST.index)


NAME_KINDS = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text that can identify a municipality or a person.

    ``start`` and ``end`` are offsets in the text as given (Python code points, end
    exclusive), so ``text == given[start:end]`` always holds. ``certainty`` is between 0
    and 1: 1 means proved (a checksum, a name given at intake), below 0.5 means "look at
    it". ``suggestion`` is what could stand there instead; it may be empty.
    """

    start: int
    end: int
    kind: Kind
    text: str
    certainty: float
    reason: str
    suggestion: str
    layer: str
    harm: Harm = Harm.HINT
    detector_version: str = DETECTOR_VERSION

    @property
    def is_certain(self) -> bool:
        """Whether the detector is sure."""
        return self.certainty >= CERTAIN

    @property
    def is_likely(self) -> bool:
        """Whether somebody must decide however little harm it does; true for what is certain as well."""
        return self.certainty >= LIKELY

    @property
    def is_learned(self) -> bool:
        """Whether the learned model alone says so, which doubts rare words that stand without a sentence."""
        return self.layer in {"model", "repeated"}

    @property
    def is_harmful(self) -> bool:
        """Whether it names or singles out somebody."""
        return self.harm is not Harm.HINT

    @property
    def holds(self) -> bool:
        """Whether a text with it stays back until a person has decided: harm counts, not certainty."""
        return self.is_harmful or self.is_likely
