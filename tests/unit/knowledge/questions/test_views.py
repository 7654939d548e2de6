"""What was typed stays as it is: without control characters, with its lines, within reason."""

from __future__ import annotations

import pytest

from knowledge.models import OpenQuestion
from knowledge.questions import views


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("", ""),
        ("Wie  teilen wir?\r\n\r\n  Den Hof ", "Wie teilen wir?\nDen Hof"),
        ("Wie\x00teilen\u200bwir?", "Wie teilen wir?"),
        ("x" * (views.MOST_TYPED + 5), "x" * views.MOST_TYPED),
    ],
)
def test_text_is_kept_line_by_line(raw: str, kept: str) -> None:
    assert views._typed(raw) == kept


def test_origin_says_whether_a_search_came_before() -> None:
    assert views._origin("bauhof") == OpenQuestion.Origin.SEARCH
    assert views._origin("") == OpenQuestion.Origin.FORM


def test_thanks_say_whether_a_mail_comes() -> None:
    assert views._thanks(with_mail=True).endswith("?mail=1")
    assert "?" not in views._thanks(with_mail=False)
