"""Which words in square brackets are placeholders."""

from __future__ import annotations

import pytest

from knowledge.models import ContentPage
from knowledge.operations.placeholders import open_placeholders

pytestmark = pytest.mark.django_db  # Wagtail asks for the site while it renders rich text


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Telefon: [Telefonnummer], noch einmal [Telefonnummer]</p>", ["[Telefonnummer]"]),
        ("<p>[Name] und <b>[Anschrift der Stelle]</b></p>", ["[Name]", "[Anschrift der Stelle]"]),
        ("<p>Eigene Angaben (in Klammern) und eine Fußnote [1].</p>", []),
    ],
)
def test_placeholders_are_words_in_square_brackets_each_once(html: str, found: list[str]) -> None:
    page = ContentPage(title="Impressum", body=[("paragraph", html)], body_en=[])
    assert open_placeholders(page) == found


def test_the_english_text_is_read_as_well() -> None:
    page = ContentPage(
        title="Kontakt", body=[], body_en=[("paragraph", "<p>[name and address of the editors]</p>")]
    )
    assert open_placeholders(page) == ["[name and address of the editors]"]
