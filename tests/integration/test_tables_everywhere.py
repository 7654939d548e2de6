"""Every list and every table that a reader sees is there for one's own computer, with the same rows."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from openpyxl import load_workbook

from knowledge.models import ChallengeArea
from publications.coverage.counts import matrices
from search import registry, service
from search.contract import SearchRequest, Viewer
from tests.integration.addresses import ADDRESSES
from tests.integration.conftest import Library

NO_LIST = {
    "home": "a few records of each kind, each shelf with the way to its list",
    "case": "the table is part of what the case tells",
}
"""Pages with cards or a table that are none to take along, and why."""

HOW_MANY = {
    "cycle index": lambda page, _answer: len(page.select(".timeline > li")),
    "challenge area": lambda _page, answer: everything("herausforderung", answer),
    "target group": lambda _page, answer: everything("zielgruppe", answer),
}


def everything(facet: str, answer: Any) -> int:
    filters = {facet: (answer.context["page"].facet_value,)}
    return service.run(SearchRequest(filters=filters, everything=True, limit=1), Viewer()).total


def said_by(response: Any) -> int:
    """How many the page lists. A search by words shows what fits, and on a click what may fit, if anything
    does: ``total`` counts what is too weak for both.
    """
    return len(response.hits) + response.more if response.request.text else response.total


def main_of(answer: Any) -> Any:
    return BeautifulSoup(answer.text, "lxml").main


def links_of(page: Any) -> list[str]:
    return [link["href"] for link in page.select(".table-links a")]


def rows_of(address: str, client: Client | None = None) -> list[list[str]]:
    """The rows below the heading row, the same in both formats and no formula in either."""
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    if urlsplit(address).path.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t"))]
        return rows[1:]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    return [[str(cell.value or "") for cell in row] for row in sheet][1:]


@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - NO_LIST.keys() - {"coverage"}))
def test_a_page_with_a_list_has_it_as_a_table_of_as_many_rows(library: Library, name: str) -> None:
    address = ADDRESSES[name]
    answer = Client().get(address if address.startswith("/") else library.page(address).get_url())
    page = main_of(answer)
    links = links_of(page)
    if not page.select("article.card, table") and name not in HOW_MANY:
        assert links == [], "a table of nothing"
        return
    assert [urlsplit(link).path.rpartition(".")[2] for link in links] == ["xlsx", "csv"]
    wanted = HOW_MANY[name](page, answer) if name in HOW_MANY else said_by(answer.context["response"])
    excel, text = map(rows_of, links)
    assert len(excel) == len(text) == wanted > 0
    addresses = {urlsplit(row[7]).path for row in excel}
    assert {
        urlsplit(link["href"]).path for link in page.select("[aria-labelledby^=gruppe] h3 a")
    } <= addresses


@pytest.mark.parametrize("text", ["jugendbeteiligung", "glasfaser", "gemeinderat"])
def test_a_search_has_as_many_rows_as_it_lists(library: Library, text: str) -> None:
    """Also where nothing more may fit."""
    answer = Client().get("/suche/", {"q": text})
    excel, csv_file = map(rows_of, links_of(main_of(answer)))
    assert len(excel) == len(csv_file) == said_by(answer.context["response"]) > 0


def test_what_has_no_table_still_has_a_list(library: Library) -> None:
    """The exceptions are none where the page no longer shows anything."""
    for name in NO_LIST:
        address = ADDRESSES[name]
        page = main_of(Client().get(address if address.startswith("/") else library.page(address).get_url()))
        assert page.select("article.card, table") and links_of(page) == [], name


# --------------------------------------------------------------------------- coverage


def test_each_table_of_the_coverage_is_there_with_its_cells(library: Library) -> None:
    page = main_of(Client().get("/abdeckung/"))
    tables, links = page.select("table"), links_of(page)
    assert len(links) == 2 * len(tables) == 6
    names = [link.get_text(" ", strip=True) for link in page.select(".table-links a")]
    assert len(set(names)) == 6, "each link says of what"
    for table, excel, text in zip(tables, links[::2], links[1::2], strict=True):
        shown = [
            [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("th, td")]
            for row in table.select("tbody tr, tfoot tr")
        ]
        hidden, said = "Anzahl wird nicht genannt", "nicht genannt"
        wanted = [[said if cell.endswith(hidden) else cell for cell in row] for row in shown]
        assert rows_of(excel) == rows_of(text) == wanted
        assert any(said in row for row in wanted) or table is tables[2], "the demo has small cells"


def test_a_name_of_an_area_is_no_formula(library: Library) -> None:
    shown = matrices(Viewer())[0].rows[0].label
    ChallengeArea.objects.filter(name=shown).update(name="=1+1")
    assert rows_of("/abdeckung/groesse.csv")[0][0] == "'=1+1"
    assert rows_of("/abdeckung/groesse.xlsx")[0][0] == "=1+1"


def test_an_empty_library_has_no_table_to_take_along(library: Library) -> None:
    for kind in ("case", "lesson", "method"):
        registry.source_for(kind).model.objects.update(live=False)
    assert links_of(main_of(Client().get("/abdeckung/"))) == []
    assert {Client().get(f"/abdeckung/{name}.csv").status_code for name in ("groesse", "wege")} == {404}


# --------------------------------------------------------------------------- one's own list


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_ones_own_list_leaves_as_a_table(library: Library, form: str, method: str) -> None:
    pages = [library.page(code) for code in ("F01", "L01", "M01", "P01", "S1")]
    keys = [registry.source_of(page).key(page) for page in pages]  # type: ignore[union-attr]
    unknown = "case:" + "0" * 32
    sent = {"key": [*keys, unknown], "notiz": ["", "=1+1", "", "", "", ""]}
    answer = getattr(Client(), method)(f"/dossier/merkliste.{form}", sent)
    assert answer["Content-Disposition"] == f'attachment; filename="merkliste.{form}"'
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))[1:]
    else:
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = [[str(cell.value or "") for cell in row] for row in sheet][1:]
    assert [row[1] for row in rows[:5]] == [page.title for page in pages]
    assert [row[9] for row in rows] == [*keys, unknown]
    assert rows[1][7] == ("'=1+1" if form == "csv" else "=1+1"), "no formula"
    assert rows[0][3] and rows[0][6] == pages[0].get_period_band_display()
    cycle = pages[4].cycle
    assert rows[4][6] == f"{cycle.starts.year}–{cycle.ends.year}"
    assert rows[5][1].startswith("Gibt es nicht"), "what is missing is said"
    assert all(row[8].endswith(page.get_url()) for row, page in zip(rows, pages, strict=False))


def test_the_page_of_the_list_offers_it(library: Library) -> None:
    page = library.page("F01")
    key = registry.source_of(page).key(page)  # type: ignore[union-attr]
    shown = main_of(Client().get("/dossier/", {"key": key}))
    offered = {button["formaction"]: button for button in shown.select("button[formaction]")}
    for form in ("csv", "xlsx"):
        assert "data-posts" in offered[f"/dossier/merkliste.{form}"].attrs, "remarks stand in no address"
    assert not main_of(Client().get("/dossier/")).select("[formaction]")
