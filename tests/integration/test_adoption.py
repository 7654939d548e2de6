"""What other municipalities made of a record: received without an account, read, counted from three on."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from openpyxl import load_workbook

from cases.gate.consents import withdraw
from cases.models import CasePage
from knowledge import contributions
from knowledge.enums import AccessLevel, ContributionState
from publications.adoption import counts_of
from publications.adoption.forms import AdoptionForm
from publications.models import AdoptionReport
from search import registry
from search.public_forms import fields
from tests.integration.conftest import Library


def key(page: Any) -> str:
    source = registry.source_of(page)
    assert source is not None
    return source.key(page)


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A form that was open long enough."""
    monkeypatch.setattr(fields, "MIN_SECONDS", 0)
    stamp = fields.stamp("uebernahme")
    return {"stempel": stamp, "webseite": "", "was": "angepasst", "stand": "begonnen"}


def told(page: Any, kind: str, **more: Any) -> AdoptionReport:
    row = AdoptionReport(page_id=page.pk, kind=kind, **{"stage": "begonnen"} | more)
    row.save()
    contributions.accept(contribution=row, user=None, public_from=timezone.localdate())
    return row


def body(page: Any) -> str:
    return Client().get(page.get_url()).content.decode()


@pytest.mark.parametrize("code", ["F01", "L01", "M01"])
def test_a_report_is_received_and_shown_to_nobody(
    library: Library, strict_templates: None, form: dict[str, str], code: str
) -> None:
    page = library.page(code)
    address = f"/uebernahme/{key(page)}/"
    assert address in body(page)
    assert Client().get(address).status_code == 200
    sent = Client().post(address, form | {"geaendert": "Mit zwei Töpfen statt drei.", "groesse": ""})
    assert (sent.status_code, sent["Location"]) == (302, f"{address}danke/")
    assert not sent.cookies
    row = AdoptionReport.objects.get(origin="link")
    assert (row.state, row.changed) == (ContributionState.RECEIVED, "Mit zwei Töpfen statt drei.")
    assert "zwei Töpfen statt drei" not in body(page)


def test_reports_that_nobody_read_are_counted_nowhere(library: Library, form: dict[str, str]) -> None:
    page = library.page("F01")
    address = f"/uebernahme/{key(page)}/"
    for number in range(3):
        sent = form | {"stempel": fields.stamp("uebernahme"), "geaendert": f"Mit {number} Blumenkübeln."}
        assert Client().post(address, sent).status_code == 302
    rows = AdoptionReport.objects.filter(page_id=page.pk)
    assert rows.count() == 3 and counts_of(page) is None
    assert page.title not in Client().get("/uebernahmen/").text and "Blumenkübeln" not in body(page)
    first, *others = rows
    contributions.reject(contribution=first, user=None, reason="Doppelt.")
    for row in others:
        contributions.accept(contribution=row, user=None, public_from=timezone.localdate())
    assert counts_of(page) is None, "what was refused counts for nothing"
    told(page, "angepasst")
    counts = counts_of(page)
    assert counts is not None and counts.adapted == 3
    assert "3 haben es angepasst." in body(page) and first.changed not in body(page)


def test_a_name_is_refused_and_the_text_stays(library: Library, form: dict[str, str]) -> None:
    address = f"/uebernahme/{key(library.page('F01'))}/"
    sent = Client().post(address, form | {"gehakt": "Frau Bürgermeisterin Erika Musterfrau war dagegen."})
    assert sent.status_code == 422
    assert "Erika Musterfrau" in sent.content.decode()
    assert not AdoptionReport.objects.filter(origin="link").exists()


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"was": "verworfen", "stand": "umgesetzt"}, "stage"),
        ({"was": "verworfen", "stand": "umgesetzt", "ergebnis": "5"}, "result stage"),
        ({"was": "verworfen", "stand": "begonnen", "ergebnis": "4"}, "result"),
        ({"was": "verworfen", "stand": "diskutiert", "ergebnis": "2"}, "result"),
        ({"was": "uebernommen", "stand": "gelesen"}, "stage"),
        ({"was": "angepasst", "stand": "diskutiert"}, "stage"),
        ({"was": "angepasst", "stand": "beschlossen", "ergebnis": "5"}, "result"),
        ({"was": "verworfen", "stand": "begonnen", "ergebnis": "2"}, ""),
        ({"was": "verworfen", "stand": "gelesen"}, ""),
        ({"was": "uebernommen", "stand": "umgesetzt", "ergebnis": "5"}, ""),
    ],
)
def test_answers_that_contradict_one_another_are_asked_again(
    library: Library, form: dict[str, str], answers: dict[str, str], at: str
) -> None:
    row = AdoptionReport(
        page_id=library.page("F01").pk,
        kind=answers["was"],
        stage=answers["stand"],
        result=int(answers["ergebnis"]) if "ergebnis" in answers else None,
    )
    try:
        row.full_clean()
        refused: dict[str, list[str]] = {}
    except ValidationError as error:
        refused = error.message_dict
    assert " ".join(sorted(refused)) == at

    sent = Client().post(f"/uebernahme/{key(library.page('F01'))}/", form | answers)
    assert sent.status_code == (422 if at else 302)
    assert AdoptionReport.objects.filter(origin="link").exists() is not bool(at)
    if at:
        names = {"stage": "stand", "result": "ergebnis"}
        errors = sent.context["form"].errors
        assert {name: [*told] for name, told in errors.items()} == {
            names[column]: told for column, told in refused.items()
        }
        said = sent.content.decode()
        stays = rf'name="stand" value="{answers["stand"]}"[^>]*\bchecked'
        assert re.search(stays, said), "what was chosen stays"
        assert all(escape(sentence) in said for told in refused.values() for sentence in told)


def test_nothing_is_told_below_three_and_no_number_below_three(library: Library) -> None:
    page = library.page("F01")
    told(page, "angepasst", changed="Zuerst die Jugend.")
    told(page, "uebernommen")
    assert counts_of(page) is None
    assert "Zuerst die Jugend" not in body(page)
    told(page, "angepasst", hindrance="Die Zahlen fehlten.")
    counts = counts_of(page)
    assert counts is not None
    assert (counts.adopted, counts.adapted, counts.dropped) == (3, None, None)
    shown = body(page)
    assert "Von 3 Kommunen übernommen." in shown
    assert "Zuerst die Jugend." in shown
    told(page, "angepasst")
    assert "3 haben es angepasst." in body(page)


def test_stage_and_result_are_told_from_three_on(library: Library) -> None:
    page = library.page("F01")
    for stage, result in (("begonnen", 5), ("begonnen", 2), ("umgesetzt", None)):
        told(page, "uebernommen", stage=stage, result=result)
    counts = counts_of(page)
    assert counts is not None
    assert (counts.stages, counts.result, counts.rated) == ((), "", 0)
    assert "So weit sind sie" not in body(page) and "Wie gut es trug: in" not in body(page)
    told(page, "angepasst", stage="begonnen", result=4)
    ledger = Client().get("/uebernahmen/").text
    for shown in (body(page), ledger[ledger.index(page.title) :]):
        said = " ".join(shown.split())
        assert "So weit sind sie: Begonnen (3)." in said
        assert "Wie gut es trug: in der Mitte von 3 Berichten gut." in said
        assert "Umgesetzt (1)" not in said


def test_the_ledger_names_what_may_be_told_and_nothing_of_the_inside(
    library: Library, strict_templates: None
) -> None:
    ledger = Client().get("/uebernahmen/").text
    page = library.page("F06")
    assert page.title in ledger and "Von 4 Kommunen übernommen." in ledger
    assert "3 haben es angepasst." in ledger and "nicht das Bauamt" in ledger
    assert library.page("F01").title not in ledger
    told(library.page("F01"), "uebernommen")
    CasePage.objects.filter(pk=page.pk).update(access_level=AccessLevel.ALUMNI)
    ledger = Client().get("/uebernahmen/").text
    assert page.title not in ledger and library.page("F01").title not in ledger


def test_the_ledger_is_a_table_without_small_numbers(library: Library) -> None:
    shown = Client().get("/uebernahmen/").content.decode()
    assert "/uebernahmen/tabelle.xlsx" in shown and "/uebernahmen/tabelle.csv" in shown
    page = library.page("F01")
    for kind in ("uebernommen", "uebernommen", "verworfen"):
        told(page, kind, changed="=1+1")
    answer = Client().get("/uebernahmen/tabelle.csv").content.decode("utf-8-sig")
    rows = {row["Titel"]: row for row in csv.DictReader(io.StringIO(answer), delimiter=";")}
    assert (rows[page.title]["Übernommen"], rows[page.title]["Verworfen"]) == ("", "")
    assert rows[page.title]["Was sie änderten"] == "'=1+1"
    six = rows[library.page("F06").title]
    assert (six["Übernommen"], six["Davon angepasst"]) == ("4", "3") and six["Wie gut es trug"] == "gut"
    book = load_workbook(io.BytesIO(Client().get("/uebernahmen/tabelle.xlsx").content))
    assert {cell.data_type for row in book.active for cell in row if cell.value} == {"s"}
    CasePage.objects.filter(pk=page.pk).update(access_level=AccessLevel.ALUMNI)
    assert page.title not in Client().get("/uebernahmen/tabelle.csv").content.decode("utf-8-sig")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_editors_take_the_reports_as_a_table(library: Library, signed_in: Any, form: str) -> None:
    AdoptionReport(
        page_id=library.page("F01").pk, kind="verworfen", stage="diskutiert", hindrance="=1+1"
    ).save()
    address = reverse(AdoptionReport.snippet_viewset.get_url_name("list"))
    answer = signed_in("redaktion").get(f"{address}?export={form}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if form == "csv":
        heads, *rows = csv.reader(io.StringIO(content.decode()))
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert "f" not in {cell.data_type for row in sheet for cell in row}
        heads, *rows = ([str(cell.value or "") for cell in row] for row in sheet)
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    own = next(row for row in found if row["Stand"] == "Eingegangen")
    assert own["Woran hakte es?"].lstrip("'") == "=1+1" and (own["Woran hakte es?"][0] == "'") is (
        form == "csv"
    )
    assert (own["Was daraus wurde"], own["Wie weit"]) == ("Verworfen", "Besprochen")
    assert library.page("F01").title in own["Eintrag"]
    assert signed_in("alumna").get(f"{address}?export={form}").status_code in {302, 403}


def test_a_record_that_is_not_public_takes_no_report(library: Library, signed_in: Any) -> None:
    page = library.page("F01")
    CasePage.objects.filter(pk=page.pk).update(access_level=AccessLevel.ALUMNI)
    for client in (Client(), signed_in("alumna")):
        assert client.get(f"/uebernahme/{key(page)}/").status_code == 404
    assert Client().get("/uebernahme/quatsch/").status_code == 404


def test_a_withdrawn_case_takes_its_reports_along(library: Library) -> None:
    page = library.page("F01")
    told(page, "angepasst", changed="Zuerst die Jugend.")
    withdraw(case=page)
    assert not AdoptionReport.objects.filter(page_id=page.pk).exists()


def test_editors_read_and_decide(library: Library, signed_in: Any) -> None:
    row = AdoptionReport(page_id=library.page("F01").pk, kind="verworfen", stage="diskutiert")
    row.save()

    address = reverse(AdoptionReport.snippet_viewset.get_url_name("inspect"), args=[row.pk])
    assert signed_in("redaktion").get(address).status_code == 200
    assert signed_in("alumna").get(address).status_code in {302, 403}


def test_the_form_asks_what_it_needs_first_and_little_of_it(library: Library) -> None:
    """Ninety seconds on a phone: what must be answered stands before what may be."""
    asked = [field.field.required for field in AdoptionForm().visible_fields()]
    assert len(asked) <= 6 and asked == sorted(asked, reverse=True)
    assert 0 < sum(asked) <= 3
    for field in AdoptionForm().visible_fields():
        assert field.field.required != ("freiwillig" in str(field.label)), field.name
    shown = BeautifulSoup(Client().get(f"/uebernahme/{key(library.page('F01'))}/").text, "lxml").main
    names = [tag["name"] for tag in shown.select("form [name]") if tag.get("type") != "hidden"]
    wanted = [field.name for field in AdoptionForm().visible_fields()]
    assert [name for name in dict.fromkeys(names) if name in wanted] == wanted
