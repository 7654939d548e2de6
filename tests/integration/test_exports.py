"""What others take away: OAI-PMH, OpenAPI, tables, citations; from what everybody may read, at once."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from lxml import etree
from openpyxl import load_workbook
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch
from wagtail.models import PageViewRestriction

from cases.gate.consents import withdraw
from cases.models import CasePage
from knowledge.base import in_use
from knowledge.enums import AccessLevel, FormatState
from knowledge.listing import outline
from knowledge.models import Format, LessonPage, OpenQuestion
from publications.exports import as_bibtex, as_ris
from publications.exports.oai import LibraryData
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
    assert not any(identifier.endswith(key(case)) for identifier in harvest()), "nobody ever fetched it"
    assert signed_in("redaktion").get(f"/zitieren/{key(case)}.bib").status_code == 404
    rows = signed_in("redaktion").get("/suche/tabelle.csv?typ=fall").content.decode("utf-8-sig")
    assert case.title not in rows


def unneeded_page() -> Any:
    return next(page for page in LessonPage.objects.public() if not in_use.uses_of(page))


def unpublish(page: Any) -> None:
    page.unpublish()


def expire(page: Any) -> None:
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def keep_for_alumni(page: Any) -> None:
    type(page).objects.filter(pk=page.pk).update(access_level=AccessLevel.ALUMNI)


def lock_in(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def delete(page: Any) -> None:
    page.delete()


def past_the_gate(page: Any) -> None:
    type(page).objects.filter(pk=page.pk).update(title="Ein Titel, den niemand geprüft hat")


@pytest.mark.parametrize("end", [unpublish, expire, keep_for_alumni, lock_in, delete, past_the_gate])
def test_whatever_ends_a_record_its_harvesters_hear_of_it(library: Library, end: Any) -> None:
    # What nothing else needs can be deleted; a case has a gate to come past.
    page = unneeded_page() if end is delete else library.page("F01")
    wanted, title = key(page), page.title
    kind = wanted.partition(":")[0]
    identifier = next(i for i in harvest(set=f"art:{kind}") if i.endswith(wanted))
    today = timezone.localdate().isoformat()
    end(page)
    for record in (
        harvest(set=f"art:{kind}")[identifier],
        harvest(**{"from": today})[identifier],
        ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier).find(".//o:record", OAI),
    ):
        header = record.find("o:header", OAI)
        assert header.get("status") == "deleted" and record.find("o:metadata", OAI) is None
        assert header.findtext("o:datestamp", namespaces=OAI) == today
        assert [one.text for one in header.findall("o:setSpec", OAI)] == [f"art:{kind}"]
        assert title not in etree.tostring(record, encoding="unicode")


def test_who_hears_of_an_end_hears_of_the_return(library: Library) -> None:
    page = library.page("F01")
    released = page.released_on.isoformat()
    harvest()
    keep_for_alumni(page)
    harvest()
    CasePage.objects.filter(pk=page.pk).update(access_level=AccessLevel.PUBLIC)
    (identifier,) = [
        i for i in harvest(**{"from": timezone.localdate().isoformat()}) if i.endswith(key(page))
    ]
    record = harvest(set="art:case")[identifier]
    assert record.find("o:header", OAI).get("status") is None
    assert record.findtext(".//dc:date", namespaces=OAI) == released


def test_an_identifier_of_another_kind_is_none(library: Library) -> None:
    digits = key(library.page("F01")).partition(":")[2]
    asked = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": f"oai:127.0.0.1:lesson:{digits}"}
    assert ask(**asked).find("o:error", OAI).get("code") == "idDoesNotExist"
    harvest()
    keep_for_alumni(library.page("F01"))
    assert ask(**asked).find("o:error", OAI).get("code") == "idDoesNotExist"


def test_an_unchanged_library_is_harvested_without_writing(library: Library) -> None:
    harvest()
    with CaptureQueriesContext(connection) as queries:
        harvest()
    assert not [q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def queries_of(address: str) -> int:
    Client().get(address)  # what the process keeps is there
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(address)
    assert answer.status_code == 200
    return len(queries)


RECORDS = "/oai?verb=ListRecords&metadataPrefix=oai_dc"


def test_a_page_of_records_costs_the_same_however_long_it_is(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    harvest()
    whole = queries_of(f"{RECORDS}&set=art:case")
    monkeypatch.setattr(LibraryData, "limit", 5)
    assert queries_of(f"{RECORDS}&set=art:case") == whole <= 20


def test_who_may_read_what_is_asked_once_for_a_page(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for source in registry.sources():

        def public(kind: str = source.kind, before: Any = source.public) -> Any:
            asked.append(kind)
            return before()

        monkeypatch.setattr(source, "public", public)
    Client().get(RECORDS)
    assert sorted(asked) == sorted(source.kind for source in registry.sources())


def test_a_list_of_the_api_costs_the_same_however_long_it_is(library: Library) -> None:
    for name in ("cases", "methods", "lessons"):
        address = f"/api/v1/{name}?limit="
        assert len(Client().get(f"{address}100").json()["items"]) > 5
        assert queries_of(f"{address}100") == queries_of(f"{address}5") <= 4, name


def test_a_title_that_came_past_the_gate_is_in_no_answer(library: Library) -> None:
    case = library.page("F01")
    CasePage.objects.filter(pk=case.pk).update(title="Ein Titel, den niemand geprüft hat")
    found = harvest(set="art:case")
    assert len(found) == CasePage.objects.public().count() > 1, "the others, and nothing of this one"
    assert not [identifier for identifier in found if identifier.endswith(key(case))]


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
    assert identify.findtext("o:deletedRecord", namespaces=OAI) == "persistent"
    sets = ask(verb="ListSets").findall(".//o:setSpec", OAI)
    assert "art:case" in {one.text for one in sets}
    formats = ask(verb="ListMetadataFormats").findall(".//o:metadataPrefix", OAI)
    assert [one.text for one in formats] == ["oai_dc"]


class Harvester(Sickle):
    """The client of others, whose requests are answered by the library itself."""

    def _request(self, kwargs: dict[str, str]) -> requests.Response:
        answer = requests.Response()
        told = Client().get("/oai", kwargs)
        answer.status_code, answer._content, answer.encoding = told.status_code, told.content, "utf-8"
        return answer


def test_an_outside_client_harvests_all_then_what_is_new_and_what_is_gone(library: Library) -> None:
    client = Harvester("http://127.0.0.1/oai")
    found = {
        record.header.identifier.split(":", 2)[2]: record
        for record in client.ListRecords(metadataPrefix="oai_dc")
    }
    assert found.keys() == public_keys(library)
    case = library.page("F01")
    assert found[key(case)].metadata["title"] == [case.title]
    assert client.Identify().deletedRecord == "persistent"
    today = timezone.localdate()
    with pytest.raises(NoRecordsMatch):
        list(client.ListRecords(metadataPrefix="oai_dc", **{"from": (today + timedelta(days=1)).isoformat()}))
    withdraw(case=case)
    # With the case goes what retells it and has to be read anew.
    gone = {
        record.header.identifier.split(":", 2)[2]: record
        for record in client.ListRecords(metadataPrefix="oai_dc", **{"from": today.isoformat()})
    }
    left = {key(page) for source in registry.sources() for page in source.public()}
    assert gone.keys() == found.keys() - left and key(case) in gone
    assert all(record.deleted for record in gone.values())
    one = client.GetRecord(identifier=gone[key(case)].header.identifier, metadataPrefix="oai_dc")
    assert one.deleted


def test_a_page_reads_what_it_shows(library: Library, django_assert_max_num_queries: Any) -> None:
    first = ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = first.findtext(".//o:resumptionToken", namespaces=OAI)
    with django_assert_max_num_queries(18):
        ask(verb="ListIdentifiers", resumptionToken=token)
    with django_assert_max_num_queries(20):  # the keys of each kind are compared once a harvest
        ask(verb="ListRecords", metadataPrefix="oai_dc")
    withdraw(case=library.page("F01"))
    error = ask(verb="ListIdentifiers", resumptionToken=token).find("o:error", OAI)
    assert error.get("code") == "badResumptionToken"


# --------------------------------------------------------------------------- API


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("cases", "ausgang", "gescheitert"),
        ("cases", "herausforderung", "finanzen"),
        ("lessons", "stand", None),
    ],
)
def test_a_list_is_narrowed_and_its_pages_stay_narrow(
    library: Library, name: str, parameter: str, value: str | None
) -> None:
    if value is None:
        value = next(
            d.facets[parameter][0] for d in library.documents if d.kind == "lesson" and parameter in d.facets
        )
    kind = name.removesuffix("s")
    wanted = {
        d.key
        for d in library.documents
        if d.kind == kind and d.audience == "public" and value in d.facets.get(parameter, ())
    }
    address, found = f"/api/v1/{name}?{parameter}={value}&limit=1", set()
    while address:
        answer = Client().get(address).json()
        found |= {item["key"] for item in answer["items"]}
        address = answer["next"]
    assert found == wanted
    described = Client().get("/api/v1/openapi.json").json()["paths"][f"/api/v1/{name}"]["get"]
    assert parameter in {one["name"] for one in described["parameters"]}


def test_formats_are_those_that_were_given_free(library: Library) -> None:
    Format.objects.update(state=FormatState.DRAFT)
    assert Client().get("/api/v1/formats").json()["total"] == 0
    free = Format.objects.first()
    Format.objects.filter(pk=free.pk).update(state=FormatState.TRANSFERABLE)
    (told,) = Client().get("/api/v1/formats").json()["items"]
    assert (told["key"], told["name"], told["licence"]) == (free.key, free.name, free.licence)
    assert "row_version" not in told


def test_packages_say_why_each_record_helps(library: Library) -> None:
    told = Client().get("/api/v1/packages?limit=3").json()
    assert told["total"] >= 3 and len(told["items"]) == 3
    for package in told["items"]:
        assert package["question"] and package["first_steps"]
        assert all(one["why"] and one["key"].startswith(f"{one['kind']}:") for one in package["records"])
        assert Client().get(package["url"]).status_code == 200


def asked_at_random(operations: Any, examples: int) -> int:
    """Every operation with so many requests that its description allows; returns their number."""
    count = 0
    for operation in operations:

        @settings(
            max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @seed(1)
        @given(case=operation.ok().as_strategy())
        def ask_for(case: Any) -> None:
            assert case.call().status_code < 500, case.as_curl_command()

        ask_for()
        count += 1
    return count


def test_no_request_that_the_description_allows_breaks_the_api(library: Library) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    assert asked_at_random(described.get_all_operations(), 3) >= 14


@pytest.mark.drill
def test_no_request_breaks_the_api_however_often_it_is_asked(library: Library) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    assert asked_at_random(described.get_all_operations(), 200) >= 14


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


def test_a_lesson_stands_in_a_table_with_its_state(library: Library) -> None:
    answer = Client().get("/suche/tabelle.csv?typ=lehre").content.decode("utf-8-sig")
    rows = {row["Titel"]: row for row in csv.DictReader(io.StringIO(answer), delimiter=";")}
    lesson = library.page("L04")
    assert rows[lesson.title]["Ausgang"] == str(lesson.state.label)


def rows_of(answer: Any) -> list[dict[str, str]]:
    """The rows of a table in CSV."""
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def cells_of(answer: Any) -> list[Any]:
    """The cells of a table in Excel."""
    assert answer.status_code == 200
    return [cell for row in load_workbook(io.BytesIO(answer.content)).active for cell in row if cell.value]


def test_the_cycles_are_a_table_as_their_list(library: Library) -> None:
    index = Client().get("/staffeln/").content.decode()
    assert "/suche/tabelle.xlsx?typ=staffel" in index and "/suche/tabelle.csv?typ=staffel" in index
    rows = rows_of(Client().get("/suche/tabelle.csv?typ=staffel"))
    listed = Client().get("/staffeln/").context["cycle_pages"]
    assert {row["Titel"] for row in rows} == {page.title for page in listed} != set()
    assert {row["Art"] for row in rows} == {"Staffel"} and all(row["Zeitraum"] for row in rows)


def test_a_series_is_a_table_of_what_everybody_may_read(library: Library, signed_in: Any) -> None:
    page = library.page("P01")
    address = f"/reihe/{page.series}/tabelle"
    shown = Client().get(f"/veroeffentlichungen/reihe/{page.series}/").content.decode()
    assert f"{address}.xlsx" in shown and f"{address}.csv" in shown
    row = next(row for row in rows_of(Client().get(f"{address}.csv")) if row["Titel"] == page.title)
    assert (row["Jahr"], row["Auflage"]) == (str(page.year), page.edition)
    assert page.title in {cell.value for cell in cells_of(Client().get(f"{address}.xlsx"))}
    type(page).objects.filter(series=page.series).update(access_level=AccessLevel.ALUMNI)
    editor = signed_in("redaktion")
    assert editor.get(f"{address}.csv").status_code == 404
    assert address not in editor.get(f"/veroeffentlichungen/reihe/{page.series}/").content.decode()
    assert Client().get("/reihe/gibt-es-nicht/tabelle.csv").status_code == 404


def test_what_a_stranger_sent_is_no_formula_in_the_administration(signed_in: Any) -> None:
    OpenQuestion.objects.create(text='=HYPERLINK("http://x.example","Klick")')
    address = reverse("wagtailsnippets_knowledge_openquestion:list")
    answer = signed_in("redaktion").get(f"{address}?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert any("HYPERLINK" in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


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
