"""What a rule of the tables gives."""

import re

from knowledge.anonymity.detector.findings import Harm, Kind
from knowledge.anonymity.detector.rules.rule import PatternRule, find_by_rules


def test_a_group_narrows_the_finding_to_a_part_of_the_match():
    rule = PatternRule(Kind.PLACE, re.compile(r"Gewann (?P<what>[A-Z]\w+)|(?P<what_2>Au)"), 0.6, "", "")
    assert [item.text for item in find_by_rules("Gewann Lausbach, Au", [rule], "phrase")] == [
        "Lausbach",
        "Au",
    ]


def test_harm_follows_kind_and_certainty_where_the_rule_says_nothing():
    name = PatternRule(Kind.PLACE, re.compile("x"), 0.6, "", "")
    number = PatternRule(Kind.NUMBER, re.compile("x"), 0.6, "", "")
    said = PatternRule(Kind.NUMBER, re.compile("x"), 0.2, "", "", None, Harm.EXACT)
    assert [rule.harm_of(0.6) for rule in (name, number, said)] == [Harm.DIRECT, Harm.EXACT, Harm.EXACT]
    assert name.harm_of(0.4) is Harm.HINT
