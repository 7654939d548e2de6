"""The registry of requirements."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.cycle import Missing
from knowledge.cycle.gate import Requirement, open_of_meeting, open_requirements, registry, require
from tests.factories import cycles as make


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> Requirement:
    monkeypatch.setattr(registry, "_requirements", {})
    requirement = Requirement("faelle", "Fälle", lambda meeting: [Missing(f"Treffen {meeting.number}")])
    require(requirement)
    return requirement


def test_a_name_is_given_once(one: Requirement) -> None:
    require(one)
    with pytest.raises(ValueError, match="faelle"):
        require(Requirement("faelle", "Andere", lambda meeting: []))


@pytest.mark.django_db
def test_the_checklist_goes_over_all_meetings_that_took_place(one: Requirement) -> None:
    cycle: Any = make.announced()
    assert [str(item) for item in open_of_meeting(cycle.meetings.get())] == ["Treffen 1"]
    assert [missing for _requirement, missing in open_requirements(cycle)] == [[]]
    cycle.meetings.update(state="durchgefuehrt")
    assert [(requirement.name, [str(item) for item in missing])
            for requirement, missing in open_requirements(cycle)] == [("faelle", ["Treffen 1"])]  # fmt: skip
