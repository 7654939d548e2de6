"""Without its rules the gate is closed: nothing is cleared, nothing passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cases.gate.installation import Rules
from cases.models import CasePage, gate

pytestmark = pytest.mark.django_db  # a page looks its content type up


@pytest.fixture
def closed() -> Iterator[gate.Gate]:
    gate.install(None)
    yield gate.gate()
    gate.install(Rules())


def test_the_app_installs_the_rules() -> None:
    assert isinstance(gate.gate(), Rules)


def test_nothing_is_cleared(closed: gate.Gate) -> None:
    case = CasePage(title="Ein Fall")
    assert [problem.code for problem in closed.problems(case)] == ["gate"]
    assert not closed.is_cleared(case)
    assert not closed.is_demo(case)
    assert closed.touches_text([])
    assert closed.authors(case) == set()


@pytest.mark.parametrize(
    "deed",
    [
        lambda rules: rules.judge(1),
        lambda rules: rules.refuse_schedule(None, []),
        lambda rules: rules.make_demo_live(CasePage(), CasePage()),
        lambda rules: rules.record_review(CasePage(), None),
    ],
)
def test_every_deed_is_refused(closed: gate.Gate, deed: Callable[[gate.Gate], None]) -> None:
    with pytest.raises(gate.PublicationRefused):
        deed(closed)


def test_a_refusal_says_what_is_wrong(closed: gate.Gate) -> None:
    assert "nicht geladen" in str(closed.refusal(CasePage(), closed.problems(CasePage())))
