"""What others take away: OAI-PMH, OpenAPI, tables, citations; from what everybody may read, at once."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from openpyxl import load_workbook

from cases.gate.consents import withdraw
from cases.models import CasePage
from knowledge.enums import AccessLevel
from knowledge.listing import outline
from publications.exports import as_bibtex, as_csv, as_excel, as_ris
from search import registry
from tests.integration.conftest import Library

OAI = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


def key(page: Any) -> str:
    source = registry.source_of(page)
    assert source is not None
    return source.key(page)


def ask(**parameters: str) -> Any:
    response = Client().get("/oai", parameters)
    assert response.status_code == 200
    return etree.fromstring(response.content)


def harvest(**parameters: str) -> dict[str, Any]:
    """Every record over all pages, as a harvester fetches them."""
    found: dict[str, Any] = {}
    answer = ask(verb="ListRecords", metadataPrefix="oai_dc", **parameters)
    while True:
        for record in answer.iterfind(".//o:record", OAI):
            identifier = record.findtext("o:header/o:identifier", namespaces=OAI)
            assert identifier not in found
            found[identifier] = record
        token = answer.findtext(".//o:resumptionToken", namespaces=OAI)
        if not token:
            return found
        answer = ask(verb="ListRecords", resumptionToken=token)


def public_keys(library: Library) -> set[str]:
    return {document.key for document in library.documents if document.audience == "public"}


# --------------------------------------------------------------------------- OAI-PMH


def test_the_whole_library_is_harvested_in_pages(library: Library) -> None:
    found = harvest()
    assert {identifier.split(":", 2)[2] for identifier in found} == public_keys(library)
    assert len(found) > 50, "there is more than one page"
    case = next(r for i, r in found.items() if i.endswith(key(library.page("F01"))))
    assert case.findtext(".//dc:title", namespaces=OAI) == library.page("F01").title
    assert case.findtext(".//dc:date", namespaces=OAI) == library.page("F01").released_on.isoformat()


def test_sets_narrow_and_dates_are_those_of_the_batch(library: Library) -> None:
    cases = harvest(set="art:case")
    assert {i.split(":")[2] for i in cases} == {"case"}
    area = library.page("F01").challenge_areas.first()
    assert any(i.endswith(key(library.page("F01"))) for i in harvest(set=f"thema:{area.slug}"))
    day = library.page("F01").released_on.isoformat()
    stamps = {
        record.findtext("o:header/o:datestamp", namespaces=OAI)
        for record in harvest(**{"from": day, "until": day}).values()
    }
    assert stamps == {day}


def test_a_withdrawn_case_is_a_deleted_record(library: Library) -> None:
    case, identifier = library.page("F01"), ""
    identifier = next(i for i in harvest(set="art:case") if i.endswith(key(case)))
    withdraw(case=case)
    record = harvest(set="art:case")[identifier]
    assert record.find("o:header", OAI).get("status") == "deleted"
    assert record.find("o:metadata", OAI) is None
    assert case.title not in etree.tostring(record, encoding="unicode")


def test_what_is_not_for_everybody_is_in_no_answer(library: Library, signed_in: Any) -> None:
    case = library.page("F01")
    CasePage.objects.filter(pk=case.pk).update(access_level=AccessLevel.ALUMNI)
    assert not any(identifier.endswith(key(case)) for identifier in harvest())
    assert signed_in("redaktion").get(f"/zitieren/{key(case)}.bib").status_code == 404
    rows = signed_in("redaktion").get("/suche/tabelle.csv?typ=fall").content.decode("utf-8-sig")
    assert case.title not in rows


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Nichts"}, "badVerb"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:x:case:1"}, "idDoesNotExist"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "resumptionToken": "quatsch"}, "badResumptionToken"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "gestern"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "art:nichts"}, "noRecordsMatch"),
    ],
)
def test_errors_are_those_of_the_protocol(library: Library, parameters: dict[str, str], code: str) -> None:
    error = ask(**parameters).find("o:error", OAI)
    assert error is not None
    assert error.get("code") == code


@pytest.mark.parametrize("odd", ["\0", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("name", ["metadataPrefix", "set", "from", "until", "identifier", "verb", "\0"])
def test_no_character_of_a_request_breaks_the_answer(library: Library, name: str, odd: str) -> None:
    for verb in ("ListRecords", "GetRecord") if odd == "\0" else ("ListRecords",):
        asked = {"verb": verb, "metadataPrefix": "oai_dc"} | {name: odd}
        assert ask(**asked).find("o:error", OAI) is not None


def test_the_library_says_who_it_is(library: Library) -> None:
    identify = ask(verb="Identify").find("o:Identify", OAI)
    assert identify.findtext("o:deletedRecord", namespaces=OAI) == "transient"
    sets = ask(verb="ListSets").findall(".//o:setSpec", OAI)
    assert "art:case" in {one.text for one in sets}
    formats = ask(verb="ListMetadataFormats").findall(".//o:metadataPrefix", OAI)
    assert [one.text for one in formats] == ["oai_dc"]


# --------------------------------------------------------------------------- API


def test_the_api_describes_itself(library: Library) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    wanted = {"/api/v1/cases", "/api/v1/cases/{key}", "/api/v1/areas", "/api/v1/search"}
    assert wanted <= set(described["paths"])
    whole = described["components"]["schemas"]["WholeRecord"]["properties"]
    told = Client().get(f"/api/v1/cases/{key(library.page('F01'))}").json()
    assert set(told) == set(whole)


def test_areas_are_listed_as_records_are(library: Library) -> None:
    answer = Client().get("/api/v1/areas?limit=2").json()
    assert (len(answer["items"]), answer["total"]) == (2, 18)
    assert Client().get(answer["next"]).json()["items"][0]["key"] not in {a["key"] for a in answer["items"]}


def test_an_unchanged_list_is_not_sent_again(library: Library) -> None:
    first = Client().get("/api/v1/cases")
    again = Client().get("/api/v1/cases", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Last-Modified" not in first


# --------------------------------------------------------------------------- tables


def test_a_search_is_a_table(library: Library) -> None:
    response = Client().get("/suche/tabelle.csv?typ=fall&ausgang=gescheitert")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Art", "Titel"]
    assert len(rows) > 1
    assert {row[3] for row in rows[1:]} == {"Gescheitert"}
    book = load_workbook(io.BytesIO(Client().get("/suche/tabelle.xlsx?typ=fall").content))
    titles = {row[1].value for row in book.active.iter_rows(min_row=2)}
    assert titles == {page.title for page in CasePage.objects.public()}


def test_a_list_offers_its_own_table(library: Library) -> None:
    assert "/suche/tabelle.xlsx?typ=fall" in Client().get("/faelle/").content.decode()
    shown = Client().get("/faelle/?ausgang=gescheitert&seite=1").content.decode()
    assert "/suche/tabelle.csv?ausgang=gescheitert&amp;typ=fall" in shown


def test_no_cell_is_a_formula() -> None:
    rows = [["=1+1", "@cmd", "+49+1", "-2+3", "\t=x", "a\x00b", "", "", ""]]
    written = as_csv(rows).decode("utf-8-sig").split("\r\n", 1)[1]
    (cells,) = csv.reader(io.StringIO(written), delimiter=";")
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-", "\t"))]
    book = load_workbook(io.BytesIO(as_excel(rows)))
    assert {cell.data_type for cell in book.active[2] if cell.value} == {"s"}


# --------------------------------------------------------------------------- citations


@pytest.mark.parametrize("code", ["F01", "L01", "M01", "P01", "S1"])
def test_every_kind_is_cited(library: Library, code: str) -> None:
    page = library.page(code)
    bib = Client().get(f"/zitieren/{key(page)}.bib").content.decode()
    ris = Client().get(f"/zitieren/{key(page)}.ris").content.decode()
    assert bib.startswith("@")
    assert bib.count("{") == bib.count("}")
    assert page.get_url() in bib.replace("\\", "")
    assert ris.startswith("TY  - ")
    assert ris.endswith("ER  - \r\n")
    assert f"TI  - {page.title}" in ris


def test_signs_of_bibtex_are_text(library: Library) -> None:
    described = replace(outline(library.page("F01")), title="50 % & {mehr} _jetzt_", summary="a\nER  - \n")
    assert r"title = {{50 \% \& \{mehr\} \_jetzt\_}}" in as_bibtex(described)
    assert as_ris(described).count("\r\nER  -") == 1
