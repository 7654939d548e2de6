"""The trail speaks German: no code of ours is printed as it is stored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from cases import gate
from cases.admin.protocol import DECISIONS, REASONS, result_of
from cases.models import AnonymityReview, Consent, RawDecision
from knowledge.anonymity.detector import Kind
from knowledge.anonymity.retention import scrub
from knowledge.models import AnonymityTrail

ROOT = Path(gate.__file__).parent


def problem_codes() -> set[str]:
    """Codes of problems that the gate and its models name in their source."""
    source = "\n".join(path.read_text() for path in [*ROOT.glob("*.py"), ROOT.parent / "models" / "gate.py"])
    return set(re.findall(r'(?:Problem|_open)\(\s*"([a-z_]+)"', source)) | {"k_alumni", "k_cycle"}


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ({}, ""),
        ({"kind": "place", "decision": "ersetzen"}, "Name eines Ortes · ersetzt"),
        (
            {"kind": "number", "decision": "bleibt", "reason": "gewoehnliches-wort"},
            "genaue Zahl · bleibt stehen · Gewöhnliches Wort, kein Name",
        ),
        ({"decision": "oeffentlich", "reason": "papier"}, "öffentlich · Papier"),
        ({"reason": "finding:person"}, "Name einer Person"),
        ({"reason": "k"}, "Kommunenprofil zu eng"),
        ({"decision": "bestanden"}, "Bestanden"),
        ({"decision": "aus-alter-zeit"}, "aus-alter-zeit"),
    ],
)
def test_a_line_in_words(codes: dict[str, str], said: str) -> None:
    with override("de"):
        assert result_of(AnonymityTrail(**codes)) == said


def test_every_code_that_is_written_has_words() -> None:
    with override("de"):
        lines = [
            *(AnonymityTrail(kind=kind) for kind in Kind),
            *(AnonymityTrail(decision=code) for code in (*RawDecision.Choice.values, *gate.LEVELS)),
            *(AnonymityTrail(decision=code) for code in AnonymityReview.State.values),
            *(AnonymityTrail(decision=code) for code in (gate.PUBLISHED, gate.RETIRED, *DECISIONS)),
            *(AnonymityTrail(reason=code) for code in (*problem_codes(), *scrub._steps, *REASONS)),
            *(AnonymityTrail(reason=code) for code in AnonymityReview.Reason.values),
            *(AnonymityTrail(reason=code) for code in (Consent.Channel.PAPER, Consent.Channel.MEETING)),
        ]
        raw = {
            code
            for line in lines
            for code in (line.kind, line.decision, line.reason)
            # These codes are their own words.
            if code and code == result_of(line) and code not in {"nein", RawDecision.Choice.SPLIT}
        }
    assert raw == set()
