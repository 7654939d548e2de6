"""Rules of the gate that are checked before anything is published."""

from __future__ import annotations

from typing import Any

import pytest

from cases import checks
from cases.sections import SECTIONS


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [("ANONYMITY_K_REGISTER", 1, "cases.E002"), ("ANONYMITY_DETECTOR_LEAST", "neu", "cases.E003")],
)
def test_unusable_threshold_is_an_error(name: str, value: object, error: str, settings: Any) -> None:
    assert checks.check_gate_settings(None) == []
    setattr(settings, name, value)
    assert [message.id for message in checks.check_gate_settings(None)] == [error]


def test_field_outside_every_section_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_sections(None) == []
    monkeypatch.setattr(
        "cases.sections.SECTIONS", tuple(section for section in SECTIONS if section.key != "ideen")
    )
    assert [message.id for message in checks.check_sections(None)] == ["cases.E001"]
