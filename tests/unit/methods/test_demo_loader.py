"""A method card from its record: names that stay, texts that are empty, rows with what they need."""

from __future__ import annotations

from typing import Any

from methods.demo_loader import _phase, card_values


def record(**more: Any) -> dict[str, Any]:
    return {
        "title": "Kopfstand",
        "purpose": "Am Ende liegt eine Liste vor.",
        "group": {"min": 4, "opt": 8, "max": 12},
        "duration": {"min": 20, "typ": 30, "max": 45},
        **more,
    }


def test_what_the_record_does_not_say_is_left_out_or_empty() -> None:
    values = card_values(record())
    assert (values["other_names"], values["description"], values["group_note"], values["group_size"]) == (
        "",
        "",
        "",
        None,
    )
    assert "when_not" not in values


def test_names_and_texts_of_the_record() -> None:
    values = card_values(
        record(aliases=["Umkehr", "Flip"], description="Ein **Satz**.", when_not="Im Streit.")
    )
    assert values["other_names"] == "Umkehr, Flip"
    assert values["description"] == "<p>Ein <b>Satz</b>.</p>"
    assert values["when_not"] == "Im Streit."


def test_phase_without_texts_has_empty_ones() -> None:
    phase = _phase({"title": "Sammeln", "minutes": {"min": 5, "typ": 10, "max": 15}, "script": None})
    assert (phase.title, phase.script, phase.output) == ("Sammeln", "", "")
    assert (phase.minutes_min, phase.minutes_typ, phase.minutes_max) == (5, 10, 15)
