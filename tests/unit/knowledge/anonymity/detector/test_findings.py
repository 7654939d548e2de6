"""The borders of certainty, and how findings lie to each other."""

from dataclasses import replace

import pytest

from knowledge.anonymity.detector import CERTAIN, LIKELY, Finding, Kind

FINDING = Finding(4, 9, Kind.PERSON, "Huber", 0.5, "", "", "model")


@pytest.mark.parametrize(
    ("certainty", "certain", "likely"),
    [
        (1.0, True, True),
        (CERTAIN, True, True),
        (0.899, False, True),
        (LIKELY, False, True),
        (0.499, False, False),
    ],
)
def test_the_borders_belong_to_the_surer_side(certainty, certain, likely):
    finding = replace(FINDING, certainty=certainty)
    assert (finding.is_certain, finding.is_likely) == (certain, likely)


@pytest.mark.parametrize(
    ("span", "overlaps", "covers"),
    [
        ((4, 9), True, True),
        ((5, 6), True, True),
        ((0, 4), False, False),
        ((9, 12), False, False),
        ((8, 10), True, False),
    ],
)
def test_findings_that_touch_do_not_overlap(span, overlaps, covers):
    other = replace(FINDING, start=span[0], end=span[1])
    assert (FINDING.overlaps(other), FINDING.covers(other)) == (overlaps, covers)
