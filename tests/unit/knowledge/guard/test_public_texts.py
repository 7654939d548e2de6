"""What of a record a reader sees, as text."""

from __future__ import annotations

import pytest

from knowledge.anonymity.detector import Kind
from knowledge.guard import is_free, kind_name, plain_stream, strings_in, texts_of
from knowledge.models import ContentPage, LessonPage


def test_rich_text_is_read_as_text_with_its_links() -> None:
    html = '<p>Erster &amp; Satz</p><p data-block-key="ab12">Zwei<br/>Zeilen <a href="https://ort.example">hier</a></p>'
    assert list(strings_in(html)) == ["Erster & Satz\nZwei\nZeilen hier", "https://ort.example"]


def test_every_string_of_a_stream_is_read_but_not_what_kind_its_blocks_are() -> None:
    stream = [{"type": "paragraph", "value": {"text": "eins", "more": ["zwei", 3, None]}, "id": "x"}]
    assert list(strings_in(plain_stream(stream))) == ["eins", "zwei"]


def test_ids_of_blocks_are_no_text() -> None:
    value = [{"id": "a", "value": '<p data-block-key="k">x</p>'}, 3]
    assert plain_stream(value) == [{"value": "<p>x</p>"}, 3]


def test_blocks_that_say_nothing_are_no_text() -> None:
    empty = [
        {"type": "paragraph", "value": '<p data-block-key="k"></p>', "id": "a"},
        {"type": "facts", "value": [{"type": "item", "value": " ", "id": "b"}], "id": "c"},
        {"type": "quote", "value": {"text": "", "role": ""}, "id": "d"},
    ]
    assert plain_stream([*empty, {"type": "paragraph", "value": "<p>x</p><p>&nbsp;</p>"}]) == [
        {"type": "paragraph", "value": "<p>x</p>"}
    ]
    assert plain_stream("<p></p>") == "" and plain_stream([7, ""]) == [7, ""]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_finding_has_a_name(kind: Kind) -> None:
    assert kind_name(kind)


def test_closed_choices_and_numbers_are_nobody_s_words() -> None:
    assert is_free(LessonPage, "title")
    assert not is_free(LessonPage, "access_level")
    assert not is_free(LessonPage, "id")


@pytest.mark.django_db
def test_addresses_and_inner_columns_are_left_out() -> None:
    page = ContentPage(title="Ein Titel", slug="anna-schwarz", search_description="Für Maschinen")
    fields = {field: text for field, _label, text in texts_of(page)}
    assert fields["title"] == "Ein Titel"
    assert fields["search_description"] == "Für Maschinen"
    assert "anna-schwarz" not in fields.values()
