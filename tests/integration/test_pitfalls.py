"""Pitfalls of a case name the mistake itself, mostly in the infinitive: whatever stands above them must not
read as advice.
"""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import translation

from tests.integration.conftest import Library

CASES = [f"F{number:02d}" for number in range(1, 31)]
ADVICE = re.compile(r"anders machen|besser machen|tun würde|differently", re.IGNORECASE)
"""Above „Mit einer fertigen Zeichnung kommen.“ these words make a recommendation of the mistake."""

HEADINGS = {
    "": "Davor warnen wir:",
    "/en": "What we warn of:",
}


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("code", CASES)
def test_above_its_pitfalls_a_case_says_that_they_are_mistakes(
    library: Library, client: Client, code: str, language: str
) -> None:
    page = library.page(code)
    with translation.override("de"):
        address = page.get_url()
    shown = html.unescape(client.get(f"{language}{address}").text)
    section = shown.partition('<h2 id="bedingungen">')[2].partition("</section>")[0]
    _heading, _tag, entries = section.partition(f"<h3>{HEADINGS[language]}</h3>")
    assert entries, f"{code} has no heading above its pitfalls"
    assert [entry for pitfall in page.pitfalls.all() if (entry := pitfall.text) not in entries] == []
    assert not ADVICE.search(section)


WITH_ZU = re.compile(r"\bzu \w+n\b|\b\w+zu\w+n\b")
"""„davor, Zusagen zu machen“, „davor, Projekte anzukündigen“: the infinitive that follows a warning."""


def test_each_pitfall_reads_on_from_the_words_above_it(library: Library) -> None:
    texts = [row.text for code in CASES for row in library.page(code).pitfalls.all()]
    assert len(texts) >= len(CASES)
    assert [text for text in texts if not WITH_ZU.search(text)] == []
