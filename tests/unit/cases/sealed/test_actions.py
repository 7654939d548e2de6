"""What is done to a raw case from wherever it is known."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import CasePage, RawAccess, RawCase, RawDecision
from cases.sealed import destroy_names, note_access, remove, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def raw(draft: CasePage) -> RawCase:
    """A raw case with names and one decision."""
    raw = RawCase.objects.create(
        case=draft, sealed_text=seal({"lage": "Ein Satz."}), sealed_names=seal({}), sealed_key=seal("k")
    )
    RawDecision.objects.create(
        raw_case=raw,
        mark="m",
        kind="person",
        certainty=1,
        detector="1",
        choice=RawDecision.Choice.REPLACE,
        sealed_replacement=seal("x"),
        batch="b",
    )
    return raw


def test_names_go_and_the_text_stays(raw: RawCase, second: Any) -> None:
    destroy_names(raw=raw, user=second)
    kept = RawCase.objects.get()
    assert (kept.sealed_names, kept.sealed_key, kept.sealed_labels) == ("", "", "")
    assert kept.sealed_text and RawDecision.objects.get().sealed_replacement == ""
    assert [row.action for row in RawAccess.objects.all()] == [RawAccess.Action.NAMES_DESTROYED]
    destroy_names(raw=kept)
    assert RawAccess.objects.count() == 1, "what is gone is destroyed once"


def test_a_deleted_raw_case_leaves_its_code(raw: RawCase, second: Any) -> None:
    note_access(raw=raw, user=second, action=RawAccess.Action.OPENED)
    remove(raw=raw, user=second)
    assert not RawCase.objects.exists() and not RawDecision.objects.exists()
    rows = RawAccess.objects.all()
    assert {(row.raw_case_id, row.code) for row in rows} == {(None, raw.code)}
    assert [row.action for row in rows] == [RawAccess.Action.DELETED, RawAccess.Action.OPENED]
