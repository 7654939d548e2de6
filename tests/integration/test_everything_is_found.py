"""What a library holds besides its texts is found: cycles by number and year, facts as words, pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from knowledge.models import ChallengeArea
from search import registry, service
from search.contract import SearchRequest, Suggestion, Viewer


def found(text: str, most: int = 3) -> list[str]:
    return [hit.key for hit in service.run(SearchRequest(text), Viewer()).hits[:most]]


@pytest.mark.parametrize(
    ("text", "code"),
    [("Staffel 2023", "S3"), ("dritte Staffel", "S3"), ("Staffel 4", "S4"), ("Staffel 2018", "S1")],
)
def test_a_cycle_is_found_by_word_number_and_year(library: Any, text: str, code: str) -> None:
    page = library.page(code)
    assert registry.source_of(page).key(page) in found(text)


@pytest.mark.parametrize("text", ["Warm-up", "Abschlussrunde", "gehörlose Teilnehmerin", "ohne Beamer"])
def test_method_cards_are_found_by_constraint(library: Any, text: str) -> None:
    assert any(key.startswith("method:") for key in found(text))


def test_pages_and_lists_stand_above_the_hits(library: Any, client: Client) -> None:
    for text, address in (
        ("mitmachen", "/mitmachen/"),
        ("Kontakt", "/impressum/"),
        ("was hat nicht funktioniert", "/suche/?typ=fall&amp;ausgang=gescheitert"),
    ):
        shown = client.get("/suche/", {"q": text}).content.decode()
        assert f'href="{address}' in shown


def test_a_text_of_function_words_asks_what_is_meant(library: Any, client: Client) -> None:
    """No record, no question to the next cycle of which nobody could read what it asks."""
    for text, language, told in (
        ("der die das und", "", "Nennen Sie die Sache"),
        ("the", "/en", "Name the matter"),
    ):
        shown = client.get(f"{language}/suche/", {"q": text})
        page = shown.content.decode()
        assert shown.context["response"].hits == () and page.count(told) == 1
        assert "nichts Sicheres" not in page and "Hier ist noch nichts" not in page
        assert shown.context["neighbours"] == []
    answered = client.get("/api/v1/search", {"q": "und"}).json()
    assert (answered["hits"], answered["no_answer"], answered["total"]) == ([], True, 0)
    assert "Nennen Sie die Sache" in answered["notice"]


def test_neighbours_are_named_as_such_where_nothing_answers(library: Any, client: Client) -> None:
    shown = client.get("/suche/", {"q": "Streit mit dem Gemeinderat um den xorbilux quavimpo"})
    if shown.context["response"].no_answer:
        assert shown.context["neighbours"]
        assert "Nicht Ihr Thema, aber derselbe Konflikt" in shown.content.decode()
    answered = client.get("/suche/", {"q": "Hallenbad sanieren"})
    assert not answered.context["response"].no_answer and answered.context["neighbours"] == []


def test_a_hit_of_the_guide_leads_to_its_chapter(library: Any, client: Client) -> None:
    guide = library.page("P01")
    chapter = guide.section_values()[1]
    shown = client.get("/suche/", {"q": chapter["title"], "typ": "veroeffentlichung"})
    assert f'href="{guide.url}{chapter["anchor"]}/"' in shown.content.decode()
    assert client.get(f"{guide.url}{chapter['anchor']}/").status_code == 200


def test_the_button_counts_what_may_fit_and_opens_no_more(library: Any) -> None:
    """Not everything that shares a word with the question."""
    for text in ("Hallenbad sanieren oder schließen", "wie hole ich den Rat frühzeitig ins Boot"):
        shown = service.run(SearchRequest(text), Viewer())
        opened = service.run(SearchRequest(text, everything=True), Viewer())
        assert opened.total == len(shown.hits) + shown.more < 30
        nearest = shown.no_answer and opened.total == service.MOST_PERHAPS
        assert nearest or all(hit.confidence >= service.LEAST_SURE for hit in opened.hits)


def test_topics_pages_and_words_for_problems_complete(library: Any) -> None:
    """Each text once, with its kind, leading where it says."""
    area = ChallengeArea.objects.order_by("pk").first()
    assert area is not None
    topic = Suggestion(area.name, "topic", f"/themen/{area.slug}/")
    assert topic in service.suggest(area.name[:6])
    term = area.entry_terms.splitlines()[0].strip()
    assert Suggestion(term, "", "") in service.suggest(term, 20)
    assert ("page", "/mitmachen/") in {(row.kind, row.url) for row in service.suggest("mitmach")}
