"""The bar by which a page is handed on stands on every page type, with what its kind has to tell."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail import hooks

from knowledge.enums import Outcome
from knowledge.templatetags.handover import BAR_HOOK, MOST_OF_A_MAIL
from tests.integration.addresses import ADDRESSES
from tests.integration.conftest import Library

WITHOUT = {"results", "empty search", "no results", "home"}
"""Page types that nobody hands on as a page: a search is remembered or followed by feed."""


def bar_of(client: Client, address: str) -> Any:
    return BeautifulSoup(client.get(address).text, "lxml").select_one(".handover")


def mail_of(bar: Any) -> dict[str, list[str]]:
    link = bar.select_one("a[href^=mailto]")["href"]
    assert len(link) <= MOST_OF_A_MAIL
    return parse_qs(urlsplit(link).query)


BESIDE = {
    "series": "/veroeffentlichungen/reihe/wandel-gemeinsam-gestalten/",
    "cycle report": "/staffelbericht/1/",
    "adoptions": "/uebernahmen/",
}
"""Pages of the interface that others have a reason to hand on."""


@pytest.mark.parametrize("name", [*sorted(ADDRESSES.keys() - WITHOUT), *BESIDE])
def test_every_page_type_is_handed_on(name: str, client: Client, library: Library) -> None:
    value = (ADDRESSES | BESIDE)[name]
    address = value if value.startswith("/") else library.page(value).get_url()
    main = BeautifulSoup(client.get(address).text, "lxml").main
    bar = main.select_one(".handover")
    assert len(main.select(".handover")) == 1
    assert mail_of(bar)["body"][0].endswith(f"http://testserver{address}")
    assert bar.select_one("[data-copy]")["data-copy"] == f"http://testserver{address}"
    assert bar.select_one("[data-print]") and bar.select_one(".cite__text").text.strip()
    assert main.select_one(".onward a"), "a page without a next step"


def test_a_case_goes_out_with_its_outcome_and_its_kernel(client: Client, library: Library) -> None:
    case = library.page("F12")
    mail = mail_of(bar_of(client, case.get_url()))
    assert mail["subject"] == [case.title]
    title, told, address = mail["body"][0].split("\r\n\r\n")
    assert title == case.title and address.endswith(case.get_url())
    assert str(Outcome(case.shown_outcome).label) in told
    assert case.kernel[:200] in told


@pytest.mark.parametrize("code", ["L01", "L04"])
def test_a_lesson_goes_out_with_its_state(client: Client, library: Library, code: str) -> None:
    lesson = library.page(code)
    told = mail_of(bar_of(client, lesson.get_url()))["body"][0].split("\r\n\r\n")[1]
    assert told.startswith(f"Stand: {lesson.state.label}. ")


def test_a_lesson_is_cited_as_its_description_says(client: Client, library: Library) -> None:
    lesson = library.page("L01")
    cited = bar_of(client, lesson.get_url()).select_one(".cite__text").text
    assert lesson.title in cited and lesson.get_url() in cited and "CC BY 4.0" in cited


def test_another_room_adds_its_button(client: Client, library: Library) -> None:
    seen = []

    def add(buttons: list[Any], request: Any, page: Any) -> None:
        seen.append(page)
        buttons.append("Merken")

    with hooks.register_temporarily(BAR_HOOK, add):
        bar = bar_of(client, library.page("F12").get_url())
    assert "Merken" in bar.text and [page.external_id for page in seen] == ["F12"]
