"""Cases worth reading next, each once and with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import related
from cases.models.related import related_cases
from search.contract import Document, Hit, Reason, Viewer


def hit(key: str, outcome: str = "umgesetzt") -> Hit:
    return Hit(
        key=key,
        kind="case",
        title=key,
        url=f"/{key}/",
        summary="",
        snippet="",
        score=1.0,
        display={"outcome": outcome},
        reasons=(Reason("similar", "", "Bauhof, Platz", ""),),
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many aspects the search was asked for; it answers with A, B, C and with B, D."""
    counts: list[int] = []

    def similar(document: Document, viewer: Viewer, *aspects: Any) -> list[list[Hit]]:
        counts.append(len(aspects))
        return [[hit("A"), hit("B"), hit("C")], [hit("B", "gescheitert"), hit("D", "gescheitert")]][
            : len(aspects)
        ]

    monkeypatch.setattr(related.service, "similar", similar)
    return counts


def names(outcome: str, known: tuple[str, ...] = ()) -> list[str]:
    document = Document(key="X", kind="case", title="X", url="/")
    found = related_cases(document=document, outcome=outcome, viewer=Viewer(), known=known)
    return [one.hit.key for one in found]


def test_alike_first_then_those_that_ended_otherwise_none_twice(asked: list[int]) -> None:
    assert names("umgesetzt") == ["A", "C", "B", "D"]
    assert asked == [2], "the search is asked once"


def test_an_open_end_has_no_contrary(asked: list[int]) -> None:
    assert names("offen") == ["A", "B"]
    assert asked == [1]


def test_what_editors_named_is_not_named_again(asked: list[int]) -> None:
    assert names("umgesetzt", ("A", "D")) == ["C", "B"]


def test_why_it_stands_here_is_said(asked: list[int]) -> None:
    document = Document(key="X", kind="case", title="X", url="/")
    *_alike, contrary = related_cases(
        document=document, outcome="umgesetzt", viewer=Viewer(), known=("A", "C", "D")
    )
    assert "Bauhof, Platz" in contrary.reason and "Gescheitert" in contrary.reason
    assert contrary.outcome == "gescheitert"
