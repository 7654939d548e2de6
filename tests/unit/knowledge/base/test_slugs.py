"""Addresses from German words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base.slugs import LETTERS, foreign_words, german_slug
from knowledge.models import LessonPage


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Bürgerrat", "buergerrat"),
        ("Größe & Maß", "groesse-mass"),
        ("Ökologie, Ärger", "oekologie-aerger"),
        ("Café", "cafe"),
        ("„…“", ""),
    ],
)
def test_umlauts_are_written_out(text: str, slug: str) -> None:
    assert german_slug(text) == slug


def test_long_ones_end_with_a_whole_word() -> None:
    assert german_slug("Wenn die Kasse leer ist", most=12) == "wenn-die"
    assert german_slug("Haushaltssicherungskonzept", most=10) == "haushaltss"


@given(st.text(max_size=200), st.integers(1, 80))
def test_result_is_short_and_ascii(text: str, most: int) -> None:
    slug = german_slug(text, most=most)
    assert len(slug) <= most
    assert slug.isascii()
    assert not slug.startswith("-") and " " not in slug


@pytest.mark.parametrize("letter", "äöüßÄÖÜẞ")
def test_browser_writes_letters_as_the_server_does(letter: str) -> None:
    written = letter
    for pattern, letters in LETTERS:
        written = re.sub(pattern, letters, written)
    assert written == german_slug(letter)


@pytest.mark.django_db
def test_form_of_a_page_writes_them_while_the_title_is_typed() -> None:
    form = LessonPage.get_edit_handler().get_form_class()(instance=LessonPage())
    given = form.fields["slug"].widget.attrs["data-w-slug-formatters-value"]
    assert '"ss"' in given and not form.fields["slug"].required


def test_words_of_an_address_stand_in_the_titles() -> None:
    titles = ["Wer fragt, führt: Bürger*innen und/oder Ämter", "E-Mail"]
    assert foreign_words("wer-fragt-fuehrt-buergerinnen-undoder-aemter-2", titles) == []
    assert foreign_words("e-mail", titles) == []
    assert foreign_words("wer-fragt-hans-huber-0803112345", titles) == ["hans", "huber"]
    assert foreign_words("irgendwas", ["", ""]) == ["irgendwas"]
