"""Two texts for one field: nobody's words are replaced unasked."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict

from cases.intake.two_texts import FROM_FILE, FROM_PERSON, differing, filled, settled


class NoteForm(forms.Form):
    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)
    size = forms.ChoiceField(choices=[("k", "klein")])
    sure = forms.BooleanField()


def sent(text: str) -> QueryDict:
    return QueryDict(text)


@pytest.mark.parametrize(
    ("choice", "value"),
    [("meins", "a"), ("anderes", "b"), ("beides", "a\n\nb")],
)
def test_every_decision_is_carried_out(choice: str, value: str) -> None:
    data, waiting = settled(NoteForm(), sent(f"text=a&anderes-text=b&wahl-text={choice}"))
    assert (data["text"], waiting) == (value, {})


def test_a_field_without_a_decision_waits_with_its_source() -> None:
    data, waiting = settled(NoteForm(), sent(f"text=a&anderes-text=b&quelle-text={FROM_FILE}"))
    assert data["text"] == "a"
    assert (waiting["text"].value, waiting["text"].source) == ("b", FROM_FILE)


def test_both_texts_stay_only_where_there_is_room_for_both() -> None:
    _data, waiting = settled(NoteForm(), sent("title=a&anderes-title=b&wahl-title=beides"))
    assert list(waiting) == ["title"]
    assert [value for value, _label in waiting["title"].choices] == ["meins", "anderes"]


def test_a_file_fills_empty_fields_and_asks_about_the_others() -> None:
    data, waiting = filled(NoteForm(), sent("title=+&text=a"), {"title": "T", "text": "b"})
    assert (data["title"], data["text"]) == ("T", "a")
    assert waiting["text"].source == FROM_FILE
    assert filled(NoteForm(), sent("text=a\r\n"), {"text": "a"})[1] == {}


def test_what_another_person_saved_is_shown_where_it_differs() -> None:
    found = differing(NoteForm(), sent("title=a&text=b&size="), {"title": "a", "text": None, "size": "k"})
    assert list(found) == ["text", "size"]
    assert {other.source for other in found.values()} == {FROM_PERSON}
    assert (found["size"].shown, found["text"].shown) == ("klein", "(leer)")
