"""The gallery shows every state there is."""

from __future__ import annotations

from knowledge import enums
from knowledge.templatetags.components import NOTICE_ICONS
from knowledge.templatetags.gallery import samples
from search import registry


def test_every_value_of_a_marked_vocabulary_is_shown() -> None:
    shown = samples()
    assert shown["outcomes"] == enums.Outcome.values
    assert shown["states"] == enums.LessonState.values
    assert set(shown["tones"]) == set(NOTICE_ICONS)


def test_cards_are_of_known_kinds_and_values() -> None:
    for card in samples()["cards"]:
        assert registry.is_kind(card["kind"])
        assert card.get("outcome", "offen") in enums.Outcome.values
        assert card.get("state", "strittig") in enums.LessonState.values


def test_one_page_of_each_paginator_is_the_current_one() -> None:
    for pages in samples()["paginators"]:
        assert sum(page.current for page in pages) == 1
