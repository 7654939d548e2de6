"""The borders of certainty."""

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
