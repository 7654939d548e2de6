"""What an editor leaves empty is stored as nothing, what is no text is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.blocks import RichTextBlock

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


NO_TEXT = ("", "kein JSON", "[]", "1", '{"blocks": 1}')


@pytest.mark.parametrize("sent", [*NO_TEXT, "[" * 100_000])
def test_what_is_no_text_is_refused_at_its_field(sent: str) -> None:
    field = form_class(CasePage).base_fields["history"]
    value = field.widget.value_from_datadict({"text": sent}, {}, "text")
    with pytest.raises(ValidationError):
        field.clean(value)
    assert field.widget.format_value(value), "and the form can be shown again"
    block = RichTextBlock(features=TEXT_FEATURES)
    block.set_name("text")
    with pytest.raises(ValidationError):
        block.clean(block.value_from_datadict({"text": sent}, {}, "text"))
