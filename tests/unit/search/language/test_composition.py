"""Umlauts of two characters ("u" and U+0308), as a Mac, an iPad and a PDF write them: in what is asked and in
what is stored.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from search import engines, fallback
from search.contract import Document, Passage, SearchRequest, Viewer
from search.ingest.codec import digest
from search.ingest.preparation import prepare
from search.language import analyse
from search.models import GlossaryEntry
from search.operations.evaluation import throwaway_service
from search.query.form import SearchForm
from search.query.parser import clean
from search.wagtail.terms import expression, prepared

TITLE, HEADING, TEXT, WORD = (
    "Bürgerbüro öffnet später",
    "Überlegungen",
    "Die Ämter müssen zusammenrücken.",
    "Straßenfest für Ältere",
)
ENGINES = ["memory", "embedded", "embedded-disk"]


def apart(text: str) -> str:
    """Umlauts as two characters."""
    assert normalize("NFD", text) != text
    return normalize("NFD", text)


def document(change: Any = lambda text: text) -> Document:
    return Document(
        "case:1", "case", change(TITLE), "/faelle/1/", summary=change("Kürzer offen"),
        keywords=(change(WORD),),
        passages=(Passage(change(TEXT), change(HEADING)),), display={"size": change("größer")},
    )  # fmt: skip


@pytest.fixture(params=ENGINES)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A search over one record whose text came from a PDF."""
    engine = engines.create(
        request.param.partition("-")[0], tmp_path if request.param.endswith("disk") else None
    )
    engine.rebuild([prepare(document(apart), 1)])
    return throwaway_service(engine)


@pytest.mark.parametrize(
    ("typed", "is_marked"),
    [
        ("Bürgerbüro", True),
        ("Ämter", True),
        ("kürzer", True),
        ("Überlegungen", False),
        ("Ältere", False),
        ("„müssen zusammenrücken“", False),
    ],
)
def test_both_spellings_find_both(service: Any, typed: str, is_marked: bool) -> None:
    for text in (typed, apart(typed)):
        (hit,) = service.run(SearchRequest(text=text), Viewer()).hits
        assert hit.title == TITLE
        assert ("<mark>" in hit.snippet + hit.title_html) is is_marked


def test_suggestions_in_both_spellings(service: Any) -> None:
    from search.language import fold

    for typed in ("Bürgerb", apart("Bürgerb")):
        (found,) = service.engine().suggest(fold(typed), 5)
        assert found.text == TITLE


def test_a_stored_text_is_the_same_however_it_was_written() -> None:
    assert document(apart) == document()
    assert digest(document(apart)) == digest(document())


def test_a_query_is_composed_where_it_comes_in() -> None:
    from django.http import QueryDict

    typed = QueryDict(mutable=True)
    typed["q"] = apart("Bürgerbüro")
    form = SearchForm.from_query(typed)
    assert form.text == clean(apart("Bürgerbüro")) == "Bürgerbüro"
    assert form.address() == "?q=B%C3%BCrgerb%C3%BCro"


def test_words_are_read_alike() -> None:
    assert [word.forms for word in analyse(apart(TEXT))] == [word.forms for word in analyse(TEXT)]


def test_the_search_of_the_administration_reads_both_alike() -> None:
    assert prepared(apart(TITLE)) == prepared(TITLE)
    assert expression(apart("Bürgerbüro"), "sqlite", prefix=True) == expression(
        "Bürgerbüro", "sqlite", prefix=True
    )


@pytest.mark.django_db
def test_the_glossary_knows_its_terms_in_both_spellings() -> None:
    GlossaryEntry.objects.create(term="Bürgerbüro", equivalents="Servicestelle")
    with pytest.raises(Exception, match="steht schon im Glossar"):
        GlossaryEntry(term=apart("Bürgerbüro"), equivalents="Amt").full_clean(exclude=["equivalents"])


def test_titles_answer_too_while_the_engine_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    class Eligible:
        def values_list(self, *_names: str) -> list[tuple[int, str]]:
            return [(1, apart(TITLE))]

    class Source:
        kind = "case"

        def eligible(self) -> Eligible:
            return Eligible()

    assert fallback._titles(Source()) == [(1, TITLE)]  # type: ignore[arg-type]
