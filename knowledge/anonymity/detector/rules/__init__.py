"""The tables of the detector: what has a form, what is looked up by a code, what there is once. Pure.

``PATTERN_RULES`` are sure by their form; ``PHRASE_RULES`` find whole noun phrases and take into themselves
what other layers found inside; ``QUASI_RULES`` hold only beside them.
"""

from knowledge.anonymity.detector.rules.events import EVENT_RULES
from knowledge.anonymity.detector.rules.identifiers import IDENTIFIER_RULES
from knowledge.anonymity.detector.rules.numbers import NUMBER_RULES
from knowledge.anonymity.detector.rules.patterns import PATTERN_RULES
from knowledge.anonymity.detector.rules.people import PEOPLE_RULES
from knowledge.anonymity.detector.rules.quasi import QUASI_RULES
from knowledge.anonymity.detector.rules.rule import PatternRule, find_by_rules
from knowledge.anonymity.detector.rules.sensitive import find_sensitive
from knowledge.anonymity.detector.rules.singular import SINGULAR_RULES
from knowledge.anonymity.detector.rules.things import BEGINS_WITH_HEAD, HEAD, TAIL, THING_RULES

__all__ = [
    "BEGINS_WITH_HEAD",
    "HEAD",
    "PATTERN_RULES",
    "PHRASE_RULES",
    "QUASI_RULES",
    "TAIL",
    "PatternRule",
    "find_by_rules",
    "find_sensitive",
]

PHRASE_RULES = (
    *IDENTIFIER_RULES,
    *NUMBER_RULES,
    *EVENT_RULES,
    *SINGULAR_RULES,
    *THING_RULES,
    *PEOPLE_RULES,
)
