"""A link to a page whose id is none keeps its words, and what is stored like that can be opened."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget

from knowledge.base import TEXT_FEATURES
from tests.factories import LessonPageFactory

BAD = ["abc", "²", "", "1.5", "-1", True, [], "9" * 30]


def stored(entity: dict[str, Any]) -> str:
    """What the database gets for a text of which one word is a link."""
    block = {
        "key": "k1",
        "text": "Ein Hof.",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 4, "length": 3}],
    }
    content = {
        "blocks": [block],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": entity}},
    }
    widget = get_rich_text_editor_widget("default", features=TEXT_FEATURES)
    return str(widget.value_from_datadict({"text": json.dumps(content)}, {}, "text"))


@pytest.mark.parametrize("pk", BAD)
def test_a_link_to_no_number_keeps_its_words_alone(pk: Any) -> None:
    assert stored({"id": pk, "url": "/x"}) == '<p data-block-key="k1">Ein Hof.</p>'


def test_links_to_a_page_and_to_an_address_stay() -> None:
    assert '<a linktype="page" id="12">Hof</a>' in stored({"id": 12, "url": "/x"})
    assert '<a href="https://example.org/">Hof</a>' in stored({"url": "https://example.org/"})


@pytest.mark.django_db
@pytest.mark.parametrize("pk", ["abc", "²", "", "9" * 30])
def test_what_is_stored_opens_in_the_editor(pk: str) -> None:
    widget = get_rich_text_editor_widget("default", features=TEXT_FEATURES)
    opened = widget.format_value(f'<p data-block-key="k1">Ein <a linktype="page" id="{pk}">Hof</a>.</p>')
    assert "Ein Hof." in opened
    sent = widget.value_from_datadict({"text": opened}, {}, "text")
    assert sent == '<p data-block-key="k1">Ein Hof.</p>'


@pytest.mark.django_db
def test_a_link_to_a_page_opens_with_its_address() -> None:
    page = LessonPageFactory()
    widget = get_rich_text_editor_widget("default", features=TEXT_FEATURES)
    opened = json.loads(widget.format_value(f'<p>Ein <a linktype="page" id="{page.pk}">Hof</a>.</p>'))
    assert opened["entityMap"]["0"]["data"]["id"] == page.pk
