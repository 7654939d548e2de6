"""What others make of our addresses: previews of links, feeds by kind, a deck of cards for the room."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from cases.gate import withdraw
from knowledge.enums import AccessLevel
from methods.models import MethodCardPage
from search import registry
from search.index import apply
from tests.integration.conftest import Library

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def preview(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="(og:[a-z_]+)" content="([^"]*)">', html))


@pytest.mark.parametrize("code", ["F01", "M01", "L01", "P01", "S1"])
def test_a_link_to_a_record_has_a_preview(library: Library, client: Client, code: str) -> None:
    page = library.page(code)
    made = preview(client.get(page.get_url()).text)
    assert made["og:type"] == "article"
    assert page.get_url() in made["og:url"]
    assert made["og:title"] and made["og:description"]
    assert len(made["og:description"]) <= 400


def test_other_public_pages_have_one_and_inner_pages_none(
    library: Library, client: Client, signed_in: Any
) -> None:
    for address in ("/", "/faelle/", "/themen/finanzen/", "/ueber/"):
        assert preview(client.get(address).text)["og:title"]
    guide = library.page("P01")
    chapter = guide.section_values()[0]
    assert preview(client.get(f"{guide.url}{chapter['anchor']}/").text)["og:title"] == chapter["title"]
    lesson = library.page("L01")
    lesson.access_level = AccessLevel.ALUMNI
    lesson.save()
    assert preview(signed_in("alumna").get(lesson.url).text) == {}


def entries(kind: str) -> list[str]:
    feed = etree.fromstring(Client().get(f"/feeds/{kind}.atom").content)
    return [entry.findtext("a:id", namespaces=ATOM) for entry in feed.iterfind("a:entry", ATOM)]


def test_every_kind_has_a_feed_that_its_list_names(library: Library, client: Client) -> None:
    for source in registry.sources():
        found = entries(source.kind)
        assert found
        assert all(source.kind in one for one in found)
        assert found == entries(f"{source.kind}s") == entries(source.type_word)
    assert '/feeds/case.atom"' in client.get("/faelle/").text
    assert client.get("/feeds/nichts.atom").status_code == 404
    case = library.page("F01")
    gone = next(one for one in entries("case") if case.translation_key.hex in one)
    withdraw(case=case)
    apply.drain()
    assert gone not in entries("case")


def test_chosen_cards_are_a_deck(library: Library, client: Client, strict_templates: None) -> None:
    offered = client.get("/methoden-drucken/").text
    assert offered.count('name="key"') == MethodCardPage.objects.public().count()
    cards = [library.page("M01"), library.page("M02")]
    keys = "&".join(f"key=method:{card.translation_key.hex}" for card in cards)
    shown = client.get(f"/methoden-drucken/?{keys}&key=quatsch&personen=20").text
    assert shown.count("deck__card") == 2
    assert all(
        card.when_not in shown for card in cards if "<" not in card.when_not and '"' not in card.when_not
    )
    assert "Packliste für 20 Personen" in shown
    MethodCardPage.objects.filter(pk=cards[0].pk).update(access_level=AccessLevel.ALUMNI)
    assert client.get(f"/methoden-drucken/?{keys}").text.count("deck__card") == 1
    assert "/methoden-drucken/" in client.get("/methoden/").text
