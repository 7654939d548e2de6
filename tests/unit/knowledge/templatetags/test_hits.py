"""From a hit to a card: nothing twice, nothing unescaped."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from knowledge.templatetags.hits import hit_card
from search.contract import Hit, Reason


def make_hit(**values: Any) -> Hit:
    return Hit(
        **{
            "key": "case:1",
            "kind": "case",
            "title": "Titel",
            "url": "/faelle/fall-abc/",
            "summary": "",
            "snippet": "",
            "score": 1.0,
            **values,
        }
    )


def test_snippet_from_the_kernel_marks_the_kernel_instead_of_repeating_it() -> None:
    card = hit_card(
        make_hit(
            summary="Der Gemeinderat blockiert alles, sagt die Verwaltung.",
            snippet="Der <mark>Gemeinderat</mark> <mark>blockiert</mark> alles …",
        )
    )
    assert (
        card["text_html"] == "Der <mark>Gemeinderat</mark> <mark>blockiert</mark> alles, sagt die Verwaltung."
    )
    assert card["snippet"] == ""


def test_snippet_from_elsewhere_is_kept() -> None:
    snippet = "… im <mark>Haushalt</mark> steht es anders …"
    card = hit_card(make_hit(summary="Ein anderer Text.", snippet=snippet))
    assert card["snippet"] == snippet
    assert card["text_html"] == "Ein anderer Text."


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", 'a "b" & c', "<mark>x</mark>"])
def test_kernel_is_escaped(text: str) -> None:
    card = hit_card(
        make_hit(
            summary=text, snippet="<mark>amp</mark> <mark>script</mark> <mark>quot</mark> <mark>lt</mark>"
        )
    )
    assert "<script" not in card["text_html"]
    assert "&<mark>" not in card["text_html"], "an entity was cut"
    assert card["text_html"].count("<mark>") == card["text_html"].count("</mark>")


def test_marks_are_never_nested() -> None:
    card = hit_card(
        make_hit(
            summary="Haushalt und Haushaltssicherung",
            snippet="<mark>Haushaltssicherung</mark> <mark>Haushalt</mark> anders",
        )
    )
    assert card["text_html"] == "<mark>Haushalt</mark> und <mark>Haushaltssicherung</mark>"


def test_a_record_opens_at_its_outcome_and_the_passage_has_a_link_of_its_own() -> None:
    hit = make_hit(anchor="ideen", summary="Der Kern.", snippet="Ein <mark>Bürgerbus</mark> fährt.")
    card = hit_card(hit)
    assert (card["url"], card["place_url"]) == ("/faelle/fall-abc/", "/faelle/fall-abc/#ideen")
    with translation.override("en"):
        card = hit_card(hit)
    assert (card["url"], card["place_url"]) == ("/en/faelle/fall-abc/", "/en/faelle/fall-abc/#ideen")
    kernel = make_hit(
        anchor="kern", summary="Der Bürgerbus fährt.", snippet="Der <mark>Bürgerbus</mark> fährt."
    )
    assert hit_card(kernel)["place_url"] == "", "the kernel stands at the top anyway"


def test_a_chapter_is_a_page_and_opens_as_one() -> None:
    hit = make_hit(
        kind="publication", url="/veroeffentlichungen/heft/", anchor="geld", snippet="<mark>Geld</mark>"
    )
    card = hit_card(hit)
    assert (card["url"], card["place_url"]) == ("/veroeffentlichungen/heft/geld/", "")


def test_method_shows_minutes_and_people() -> None:
    card = hit_card(make_hit(kind="method", display={"minutes": "90", "group_min": "5", "group_max": "10"}))
    assert [fact["text"] for fact in card["facts"]] == ["1 Std. 30 Min.", "5–10 Personen"]


def test_lesson_says_how_many_cycles_confirmed_and_refuted_it() -> None:
    assert hit_card(make_hit(kind="lesson", display={"confirmed": "2"}))["note"] == "In 2 Staffeln bestätigt"
    assert (
        hit_card(make_hit(kind="lesson", display={"confirmed": "2", "refuted": "1"}))["note"]
        == "In 2 Staffeln bestätigt, in 1 widerlegt"
    )
    assert (
        hit_card(make_hit(kind="lesson", display={"confirmed": "0", "refuted": "2"}))["note"]
        == "In 2 Staffeln widerlegt"
    )
    assert hit_card(make_hit(kind="lesson", display={"confirmed": "0"}))["note"] == ""


def test_reasons_are_the_sentences_of_the_search() -> None:
    reason = Reason(
        kind="synonym", term="klamm", matched="Knappe Kassen", text="„klamm“ gehört zu „Knappe Kassen“"
    )
    assert hit_card(make_hit(reasons=(reason,)))["reasons"] == ["„klamm“ gehört zu „Knappe Kassen“"]
