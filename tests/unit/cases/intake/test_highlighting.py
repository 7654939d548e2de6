"""Mentions are framed and told in words, never by colour alone, and the text is escaped."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from cases.intake.highlighting import LEVELS, highlighted, level_name
from cases.intake.review import Decision, Mention, RawReview, ReviewRow


def row(mark: str, *mentions: Mention, decision: Any = None) -> ReviewRow:
    return ReviewRow(mark, "person", 0.95, "", "", (), list(mentions), "", False, decision)


def shown(text: str, *rows: ReviewRow) -> BeautifulSoup:
    numbers = {item.mark: number for number, item in enumerate(rows, start=1)}
    return BeautifulSoup(highlighted(RawReview({"title": text}, list(rows)), "title", numbers), "html.parser")


def test_every_mention_leads_to_its_decision() -> None:
    page = shown("Huber und Huber", row("m", Mention("title", 0, 5), Mention("title", 10, 15)))
    links = page.select("a.fund")
    assert [link["href"] for link in links] == ["#fund-m", "#fund-m"]
    assert [link.mark.text for link in links if link.mark] == ["Huber", "Huber"]
    assert "sicher" in links[0].text
    assert "fund--offen" in links[0]["class"]


def test_what_is_decided_looks_and_is_called_so() -> None:
    for choice in ("ersetzen", "bleibt"):  # only what is replaced is struck through
        page = shown("Huber", row("m", Mention("title", 0, 5), decision=Decision(choice, "", "x", "")))
        assert page.a["class"][-1] == f"fund--{choice}"  # type: ignore[index]


def test_text_is_escaped_and_lines_stay() -> None:
    html = highlighted(RawReview({"title": "<b>\nzwei"}, []), "title", {})
    assert html == "&lt;b&gt;<br>zwei"


def test_overlaps_are_shown_once_and_mentions_elsewhere_not_at_all() -> None:
    rows = row("m", Mention("title", 0, 11)), row("n", Mention("title", 5, 11), Mention("ideas", 0, 3))
    page = shown("Anna Huber ging", *rows)
    assert [link["data-fund"] for link in page.select("a")] == ["m"]
    assert page.get_text().endswith("ging")


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_a_name(level: str) -> None:
    assert level_name(level)
