"""What stands in the address of a dossier."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from publications.dossier import AUDIENCES, PAGES, Selection
from publications.dossier.selection import MOST

A, B, C = (f"case:{letter * 32}" for letter in "abc")


def read(query: str) -> Selection:
    return Selection.of(QueryDict(query), tuple(AUDIENCES), tuple(PAGES))


def keys(selection: Selection) -> list[str]:
    return [choice.key for choice in selection.choices]


def test_an_address_says_what_was_read_from_it() -> None:
    selection = read(f"key={A}&key={B}&notiz=&notiz=zuerst&titel=Vereine&fuer=amt&seiten=12")
    assert keys(selection) == [A, B]
    assert [choice.note for choice in selection.choices] == ["", "zuerst"]
    assert (selection.title, selection.audience, selection.pages) == ("Vereine", "amt", 12)
    assert read(selection.query()) == selection


def test_what_is_unknown_is_the_default() -> None:
    selection = read("fuer=niemand&seiten=3")
    assert (selection.audience, selection.pages) == ("gemeinderat", 4)


def test_a_key_counts_once_and_no_key_is_named() -> None:
    selection = read(f"key={A}&key={A}&key=quatsch&key=")
    assert keys(selection) == [A]
    assert selection.problems == ("quatsch",)


def test_moving_and_removing_stay_inside_the_list() -> None:
    selection = Selection.of_keys([A, B, C])
    assert keys(selection.moved(2)) == [A, C, B]
    assert selection.moved(0) == selection == selection.moved(9)
    assert keys(selection.without(1)) == [A, C]
    assert keys(selection.without(9)) == [A, B, C]


def test_there_is_a_most() -> None:
    assert len(Selection.of_keys(f"case:{number:032x}" for number in range(90)).choices) == MOST


@given(st.text(max_size=200))
def test_no_address_breaks_it(query: str) -> None:
    selection = read(QueryDict(mutable=True).urlencode() + query)
    assert read(selection.query()).choices == selection.choices
