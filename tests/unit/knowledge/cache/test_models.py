"""What the table holds tells nobody what was changed."""

from __future__ import annotations

from knowledge.cache import PageChange


def test_a_change_says_nothing_but_that_it_was() -> None:
    assert {field.name for field in PageChange._meta.get_fields()} == {"id", "token"}
    assert str(PageChange(token="abc")) == "abc"
