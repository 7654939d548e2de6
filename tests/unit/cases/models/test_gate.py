"""Without its rules the gate is closed: nothing is cleared, nothing passes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import cases.gate
from cases.models import CasePage, PublicationRefused
from cases.models import gate as room
from cases.models.gate import Problem, detector_order, gate, put_back, refusal
from knowledge.anonymity.retention import subject_of, trail
from knowledge.models import AnonymityTrail
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db  # a page looks its content type up


@pytest.fixture
def closed() -> Iterator[None]:
    room.close()
    yield
    cases.gate.install()


def test_the_app_installs_the_rules() -> None:
    assert gate.has_rules
    assert gate.problems is cases.gate.problems
    assert gate.is_cleared is cases.gate.is_cleared
    assert gate.judge is cases.gate.pass_gate


def test_nothing_is_cleared(closed: None) -> None:
    case = CasePage(title="Ein Fall")
    assert [problem.code for problem in gate.problems(case)] == ["gate"]
    assert [problem.code for problem in gate.problems(case, reviewer=None)] == ["gate"]
    assert not gate.has_rules
    assert not gate.is_cleared(case)
    assert not CasePage.objects.cleared().exists()


def test_every_judgement_is_a_refusal(closed: None) -> None:
    with pytest.raises(PublicationRefused, match="nicht geladen"):
        gate.judge(1)


def test_a_live_case_cannot_be_saved() -> None:
    case = CasePageFactory(live=False)
    room.close()
    case.live = True
    try:
        with pytest.raises(PublicationRefused):
            case.save()
    finally:
        cases.gate.install()
    assert not CasePage.objects.get(pk=case.pk).live


@pytest.mark.parametrize(
    ("version", "rank"),
    [("2026.1", 2026001), ("2026.10", 2026010), ("", 0), ("neueste", 0), ("2026.1-beta", 0)],
)
def test_versions_have_a_rank(version: str, rank: int) -> None:
    assert detector_order(version) == rank


def test_later_version_ranks_higher() -> None:
    assert detector_order("2026.10") > detector_order("2026.9")


def test_refusal_names_field_and_remedy_and_leaves_its_codes_in_the_trail() -> None:
    case = CasePageFactory(live=False)
    refused = refusal(case, [Problem("k", "Kommunenprofil", "Bitte gröber fassen.")])
    assert "Kommunenprofil: Bitte gröber fassen." in str(refused)
    trail.flush_lasting()
    lines = AnonymityTrail.objects.filter(subject=subject_of(case).key)
    assert list(lines.values_list("action", "reason")) == [("abgelehnt", "k")]


def test_a_scheduled_revision_is_put_back(django_user_model: Any) -> None:
    case = CasePageFactory(live=False)
    revision = case.save_revision()
    revision.approved_go_live_at = revision.created_at
    revision.save()
    put_back(revision=revision, found=[Problem("k", "Kommunenprofil", "…"), Problem("k", "Größe", "…")])
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    lines = AnonymityTrail.objects.filter(subject=subject_of(case).key)
    assert list(lines.values_list("action", "reason")) == [("abgelehnt", "k")]
