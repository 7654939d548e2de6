"""Each text of an English page is in the language it is marked with; it tells screen readers the voice.

What the interface says is looked up in its catalogue; of other texts the small words tell the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polib
import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.integration.addresses import ADDRESSES
from tests.integration.conftest import Library

MORE: Final = {
    "case with attachments": "F03",
    "method with passages": "M18",
    "lesson of one name": "L02",
    "ratings": "/so-bewerten-wir/",
    "question": "/frage/",
    "barrier": "/barriere-melden/",
    "newsletter": "/rundbrief/",
    "ballot": "/urteil/",
    "login": "/konto/anmelden/",
    "call": "/staffeln/staffel-5/",
    "application": "/anmelden/5/",
    "saved search": "/suche/merken/?q=haushalt",
    "dossier": "/dossier/?key=F12&key=M01",
    "dossier shown": "/dossier/ansicht/?key=F12&key=M01",
    "accessibility": "/barrierefreiheit/",
    "easy": "/leichte-sprache/",
    "take part": "/mitmachen/",
    "missing": "/gibt-es-nicht/",
}

GERMAN: Final = frozenset(
    re.findall(
        r"\w+",
        "der die das und ist nicht ein eine einen einem einer mit für von zu im dem den des auf wer wie sich"
        " es sind wird werden haben hat oder auch aus bei nach nur noch vor über wenn",
    )
)
ENGLISH: Final = frozenset(
    re.findall(
        r"\w+",
        "the and is are of to that it for with on as not or from at which who what how this have has they"
        " their you your",
    )
)
SPOKEN: Final = ("aria-label", "alt", "title", "placeholder")

QUOTED: Final = re.compile(r"https?://|\[\d+\] ")
"""Addresses, and references that hold a date in one language and a title in the other."""

SAME_IN_BOTH: Final = frozenset({"Baden-Württemberg", "Baden-Württemberg:", "Bavaria, Baden-Württemberg"})
"""Names of places are no words of a language."""


def _catalogue() -> tuple[set[str], set[str]]:
    german, english = set(), set()
    for entry in polib.pofile(str(Path(settings.BASE_DIR) / "locale/en/LC_MESSAGES/django.po")):
        said = entry.msgstr or entry.msgstr_plural.get(1, "")
        if said and said != entry.msgid:
            german.add(" ".join((entry.msgid_plural or entry.msgid).split()))
            german.add(" ".join(entry.msgid.split()))
            english.add(" ".join(said.split()))
    return german - english, english - german


@pytest.fixture(scope="module")
def catalogue() -> tuple[set[str], set[str]]:
    """What the interface says in German and in English, without what is the same in both."""
    return _catalogue()


def language_of(text: str, catalogue: tuple[set[str], set[str]]) -> str:
    """ "de", "en", or "" where the text does not tell."""
    german, english = catalogue
    if text in german or text in english:
        return "de" if text in german else "en"
    words = re.findall(r"[a-zäöüß]+", re.sub(r"\S+://\S+", "", text).lower())
    small = sum(word in GERMAN for word in words) + bool(re.search("[äöüß]", text.lower()))
    others = sum(word in ENGLISH for word in words)
    if small > 2 * others:
        return "de"
    return "en" if others > 2 * small else ""


def _marked(tag: Tag | None) -> str:
    while tag is not None and not tag.get("lang"):
        tag = tag.parent
    return str(tag["lang"]) if tag is not None else ""


def texts(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Each text of a page, spoken attributes included, with the language it is marked with."""
    for tag in soup(["script", "style", "template", "textarea"]):
        tag.decompose()
    for node in soup.find_all(string=True):
        if type(node) is NavigableString and node.strip():
            yield " ".join(node.split()), _marked(node.parent)
    for tag in soup.find_all(True):
        for name in SPOKEN:
            if tag.get(name):
                yield " ".join(tag[name].split()), _marked(tag)


def mismarked(soup: BeautifulSoup, catalogue: tuple[set[str], set[str]]) -> list[tuple[str, str]]:
    """Texts that are marked with another language than theirs."""
    found = []
    for text, marked in texts(soup):
        spoken = language_of(text, catalogue)
        if spoken and spoken != marked and text not in SAME_IN_BOTH and not QUOTED.match(text):
            found.append((marked, text))
    return found


def _address(library: Library, name: str) -> str:
    value = (ADDRESSES | MORE)[name]
    with translation.override("de"):  # a thread that answered in English would say an English address
        return value if value.startswith("/") else library.page(value).get_url()


@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - {"no results"} | MORE.keys()))
def test_each_text_of_an_english_page_is_marked_with_its_language(
    name: str, client: Client, library: Library, catalogue: Any
) -> None:
    soup = BeautifulSoup(client.get("/en" + _address(library, name)).text, "lxml")
    assert soup.html["lang"] == "en"
    assert mismarked(soup, catalogue) == []


@pytest.mark.parametrize("code", ["P01"])
def test_a_chapter_is_german_inside_an_english_page(
    code: str, client: Client, library: Library, catalogue: Any
) -> None:
    page = library.page(code)
    address = f"{_address(library, 'publication')}{page.section_values()[1]['anchor']}/"
    soup = BeautifulSoup(client.get("/en" + address).text, "lxml")
    assert soup.h1["lang"] == "de" and mismarked(soup, catalogue) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p lang="de">Search</p>', [("de", "Search")]),
        ("<p>Die Kommune hat das nicht gewollt.</p>", [("en", "Die Kommune hat das nicht gewollt.")]),
        ('<a lang="de">Merken<span lang="en">: what it is</span></a>', []),
        ('<nav aria-label="Über uns und Rechtliches"></nav>', [("en", "Über uns und Rechtliches")]),
    ],
)
def test_what_the_test_would_find(html: str, found: list[Any], catalogue: Any) -> None:
    soup = BeautifulSoup(f'<html lang="en"><body>{html}</body></html>', "lxml")
    assert mismarked(soup, catalogue) == found
