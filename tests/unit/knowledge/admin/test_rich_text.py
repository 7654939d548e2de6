"""What an editor leaves empty is stored as nothing."""

from __future__ import annotations

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget

from cases.models import CasePage
from knowledge.admin.rich_text import RichTextArea
from knowledge.base import TEXT_FEATURES
from tests.unit.forms import form_class


def sent_back(source: str) -> str | None:
    """What is stored when a browser sends the field as it came."""
    widget = get_rich_text_editor_widget("default", features=TEXT_FEATURES)
    return widget.value_from_datadict({"text": widget.format_value(source)}, {}, "text")


@pytest.mark.parametrize("source", ["", "<p></p>", '<p data-block-key="k1"> </p><ul><li><br/></li></ul>'])
def test_an_untouched_empty_field_is_stored_as_nothing(source: str) -> None:
    assert sent_back(source) == ""


def test_paragraphs_with_words_stay_and_those_without_go() -> None:
    assert sent_back('<p data-block-key="k1">Ein Hof.</p><p data-block-key="k2"></p>') == (
        '<p data-block-key="k1">Ein Hof.</p>'
    )


def test_a_field_that_was_not_sent_is_none() -> None:
    assert RichTextArea(features=[]).value_from_datadict({}, {}, "text") is None


def test_every_form_uses_it() -> None:
    assert isinstance(form_class(CasePage).base_fields["history"].widget, RichTextArea)
