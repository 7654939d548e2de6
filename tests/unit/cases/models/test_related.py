"""Cases worth reading next, each once and with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import related
from cases.models.related import related_cases
from search.contract import Document, Hit, Reason, Viewer

TOPIC = {"herausforderung": ("finanzen",)}


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
        facets={} if key == "Z" else TOPIC,
        reasons=(Reason("similar", "", "Bauhof, Platz", ""),),
    )


class Topics:
    """Names of challenge areas."""

    def value_label(self, value: str) -> str:
        return {"finanzen": "Knappe Kassen"}[value]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many aspects the search was asked for; it answers with A, B, C and with B, D, and with Z,
    which shares words but no topic.
    """
    counts: list[int] = []

    def similar(document: Document, viewer: Viewer, *aspects: Any) -> list[list[Hit]]:
        counts.append(len(aspects))
        return [[hit("Z"), hit("A"), hit("B"), hit("C")], [hit("B", "gescheitert"), hit("D", "gescheitert")]][
            : len(aspects)
        ]

    monkeypatch.setattr(related.service, "similar", similar)
    monkeypatch.setattr(related.registry, "facet_label", lambda name: Topics())
    return counts


def names(outcome: str, known: tuple[str, ...] = ()) -> list[str]:
    document = Document(key="X", kind="case", title="X", url="/", facets=TOPIC)
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
    document = Document(key="X", kind="case", title="X", url="/", facets=TOPIC)
    *_alike, contrary = related_cases(
        document=document, outcome="umgesetzt", viewer=Viewer(), known=("A", "C", "D")
    )
    (alike, *_more) = related_cases(document=document, outcome="offen", viewer=Viewer(), known=())
    assert alike.reason.startswith("Gleiches Thema: Knappe Kassen. ")
    assert "Bauhof, Platz" in contrary.reason and "Gescheitert" in contrary.reason
    assert contrary.outcome == "gescheitert"
