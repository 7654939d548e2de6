"""The gate's rules that need no database."""

from __future__ import annotations

from typing import Any

import pytest

from cases import checks
from cases.gate import clearance
from cases.models import CasePage
from cases.sections import NOT_TEXT, SECTIONS, case_data, case_hash, section_hashes
from knowledge.classification import FieldClass, field_class


@pytest.mark.parametrize(
    ("version", "rank"),
    [("2026.1", 2026001), ("2026.10", 2026010), ("", 0), ("neueste", 0), ("2026.1-beta", 0)],
)
def test_versions_have_a_rank(version: str, rank: int) -> None:
    assert clearance.detector_order(version) == rank


def test_later_version_ranks_higher() -> None:
    assert clearance.detector_order("2026.10") > clearance.detector_order("2026.9")


@pytest.mark.parametrize(
    ("fields", "touches"),
    [
        (None, True),
        (["live"], True),
        (["kernel"], True),
        (["slug"], True),
        (["latest_revision", "draft_title"], False),
    ],
)
def test_draft_columns_do_not_touch_the_text(fields: list[str] | None, touches: bool) -> None:
    assert clearance.touches_text(fields) is touches


@pytest.mark.django_db
def test_sections_hold_every_public_word() -> None:
    covered = {name for section in SECTIONS for name in section.fields}
    assert set(case_data(CasePage())) - covered == set()
    assert all(field_class(CasePage, name) is not FieldClass.INTERNAL for name in covered)
    assert not covered & NOT_TEXT


@pytest.mark.django_db
def test_hash_changes_with_words_only() -> None:
    case = CasePage(title="Ein Fall", history='<p data-block-key="a1b2c">Lange her.</p>')
    same = CasePage(title="Ein Fall", history="<p>Lange her.</p>", slug="fall-7k3qx", live=True)
    other = CasePage(title="Ein Fall", history="<p>Lange her!</p>")
    assert case_hash(case) == case_hash(same)
    assert case_hash(case) != case_hash(other)


@pytest.mark.django_db
def test_hash_ignores_ids_of_blocks() -> None:
    hashes = {case_hash(CasePage(initial_situation=[("paragraph", "<p>Lage</p>")])) for _ in range(2)}
    assert len(hashes) == 1


@pytest.mark.django_db
def test_empty_sections_need_no_release() -> None:
    hashes = section_hashes(case_data(CasePage(title="Ein Fall")))
    assert "kern" in hashes
    assert "hypothesen" not in hashes


def test_refusal_names_field_and_remedy() -> None:
    refusal = clearance.PublicationRefused([clearance.Problem("k", "Kommunenprofil", "Bitte gröber fassen.")])
    assert "Kommunenprofil: Bitte gröber fassen." in str(refusal)


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
