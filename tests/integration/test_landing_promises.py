"""What the introduction of a landing page promises, the page shows: both are read."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import strip_tags

from cases.models import CasePage
from knowledge.content import demo, read_record
from knowledge.enums import AccessLevel
from knowledge.models import ChallengeAreaPage, TargetGroupPage
from search import registry
from search.query.form import SearchForm
from tests.integration import browsed
from tests.integration.conftest import Library

pytestmark = pytest.mark.xdist_group("browsed")

PACKAGES = demo.FOLDER / "packages.yaml"

KINDS = {
    "case": r"\b[Ff]äll\w*|\bFall\b",
    "method": r"\b[Mm]ethod\w*|\w*[Ll]andkarte",
    "lesson": r"\bLehren?\b",
    "publication": r"\bLeitfa\w+|\bKapitel\w*|\bPublikation\w*",
    "cycle": r"\bStaffel\w*|\bAblaufpl\w+",
}
"""Words of an introduction by which a reader expects records of a kind."""


@pytest.fixture
def landings(library: Library) -> list[Any]:
    """Every landing page."""
    return [page for model in (TargetGroupPage, ChallengeAreaPage) for page in model.objects.live()]


def read(page: Any) -> BeautifulSoup:
    with translation.override("de"):
        return BeautifulSoup(browsed.read(page.get_url()).text, "lxml").main


def sections(main: BeautifulSoup) -> dict[str, list[str]]:
    """Kinds of the cards under each heading of the second level."""
    found = {}
    for section in main.find_all("section"):
        classes = [name for card in section.find_all("article") for name in card["class"]]
        found[section.h2.get_text(strip=True)] = [
            name.removeprefix("card--") for name in classes if name.startswith("card--")
        ]
    return found


def test_each_promise_is_shown_under_its_own_words(landings: list[Any]) -> None:
    missing = []
    for page in landings:
        main = read(page)
        shown = {heading.casefold(): kinds for heading, kinds in sections(main).items()}
        above = {
            section.h2.get_text(strip=True).casefold()
            for section in main.find_all("section")
            if "stehen schon weiter oben" in section.get_text() and main.select(".package .entry")
        }
        for shelf in page.shelves:
            promise, form = (
                shelf.value["promise"],
                SearchForm.from_query(QueryDict(shelf.value["search"].lstrip("?"))),
            )
            assert form.filters and not form.problems, shelf.value["search"]
            kinds = shown.get(promise.casefold(), [])
            if promise.casefold() in above:
                continue
            wanted = {kind for kind, words in KINDS.items() if re.search(words, promise)}
            if not kinds or not set(kinds) <= wanted:
                missing.append((page.slug, promise, kinds))
    assert missing == []


def test_each_package_shows_all_its_records_and_keeps_what_the_introduction_promises(
    landings: list[Any],
) -> None:
    written = read_record(PACKAGES)["groups"]
    groups = {page.slug: page for page in landings if isinstance(page, TargetGroupPage)}
    assert set(written) == set(groups)
    broken = []
    for slug, page in groups.items():
        main = read(page)
        shown = {link["href"] for link in main.select(".package .entry__title a")}
        if len(shown) != len(written[slug]["items"]) or len(main.select(".package ol li")) != 3:
            broken.append((slug, "incomplete"))
        for shelf in page.shelves:
            with translation.override("de"):
                kept = "".join(
                    browsed.read(f"/suche/{shelf.value['search']}&seite={number}").text
                    for number in range(1, 5)
                )
            if not any(f'href="{address}' in kept for address in shown):
                broken.append((slug, shelf.value["promise"]))
    assert broken == []


def test_no_reason_is_said_twice(landings: list[Any]) -> None:
    """Each sentence is for this record and this reader: none stands a second time, in whichever package."""
    written = read_record(PACKAGES)["groups"]
    for language in (0, 1):
        said = Counter(
            texts[language].strip() for group in written.values() for texts in group["items"].values()
        )
        assert [text for text, count in said.items() if count > 1 or len(text.split()) < 6] == []
    shown = Counter(
        " ".join(entry.find_all("p")[-1].get_text().split())
        for page in landings
        if isinstance(page, TargetGroupPage)
        for entry in read(page).select(".package .entry")
    )
    assert len(shown) == sum(len(group["items"]) for group in written.values())


def test_each_package_says_version_and_day_and_editors_curate_it(landings: list[Any], signed_in: Any) -> None:
    groups = [page for page in landings if isinstance(page, TargetGroupPage)]
    assert len(groups) == len(read_record(PACKAGES)["groups"])
    silent = []
    for page in groups:
        with translation.override("de"):
            day = date_format(page.reviewed_on, "j. F Y")
        if f"Fassung {page.package_version}, durchgesehen am {day}" not in read(page).get_text():
            silent.append(page.slug)
    assert silent == []
    address = reverse("wagtailadmin_pages:edit", args=[groups[0].pk])
    shown = signed_in("redaktion").get(address).content.decode()
    for name in ("question", "package_version", "reviewed_on"):
        assert f'name="{name}"' in shown, name
    assert signed_in("alumna").get(address).status_code in {302, 403}


def test_no_record_stands_twice_on_a_landing_page(landings: list[Any]) -> None:
    twice = {}
    for page in landings:
        links = [link["href"] for link in read(page).select(".entry__title a, .card__title a")]
        assert links, page.slug
        if again := sorted({link for link in links if links.count(link) > 1}):
            twice[page.slug] = again
    assert twice == {}


def test_packages_are_read_by_programs_without_what_is_inner(
    library: Library, django_assert_max_num_queries: Any
) -> None:
    Client().get("/api/v1/packages?limit=100")
    with django_assert_max_num_queries(8):  # however many packages there are
        answer = Client().get("/api/v1/packages?limit=100").json()
    assert answer["total"] == len(answer["items"]) == len(read_record(PACKAGES)["groups"])
    [money] = [item for item in answer["items"] if item["key"] == "kaemmerei"]
    assert money["question"].startswith("Wie sage ich Nein") and len(money["first_steps"]) == 3
    assert (money["version"], money["reviewed_on"]) == (1, "2026-10-12")
    hidden = library.page("F26")
    assert hidden.title in [record["title"] for record in money["records"]]
    CasePage.objects.filter(pk=hidden.pk).update(access_level=AccessLevel.ALUMNI)
    assert hidden.title not in Client().get("/api/v1/packages?limit=100").text


def test_a_page_that_shows_something_never_says_that_there_is_nothing(landings: list[Any]) -> None:
    shown = {page.slug: read(page) for page in landings}
    assert [
        slug
        for slug, main in shown.items()
        if main.find("article") and "noch nichts veröffentlicht" in main.get_text()
    ] == []


def test_an_introduction_names_no_kind_that_the_page_does_not_show(landings: list[Any]) -> None:
    broken = []
    for page in landings:
        main = read(page)
        shown = {kind for kinds in sections(main).values() for kind in kinds}
        labels = {mark.get_text(strip=True) for mark in main.select(".package .kind")}
        shown |= {source.kind for source in registry.sources() if str(source.label) in labels}
        said = {kind for kind, words in KINDS.items() if re.search(words, strip_tags(str(page.intro)))}
        broken += [(page.slug, kind) for kind in sorted(said - shown)]
    assert broken == []


def test_target_groups_promise_nothing_but_what_is_declared(landings: list[Any]) -> None:
    loose = []
    for page in landings:
        if isinstance(page, TargetGroupPage):
            text = strip_tags(str(page.intro))
            assert page.shelves, page.slug
            for shelf in page.shelves:
                text = text.replace(shelf.value["promise"], "")
            loose += [(page.slug, found) for words in KINDS.values() for found in re.findall(words, text)]
    assert loose == []


def test_a_promise_that_the_introduction_does_not_make_is_refused(library: Library) -> None:
    page = TargetGroupPage.objects.get(slug="kaemmerei")
    page.clean()
    page.intro = "<p>Etwas anderes.</p>"
    with pytest.raises(ValidationError, match="In der Einleitung steht nicht: „Fälle zu"):
        page.clean()


def test_home_shows_the_newest_of_each_kind_and_leads_to_topics_and_target_groups(
    library: Library,
) -> None:
    with translation.override("de"):
        home = BeautifulSoup(browsed.read("/").text, "lxml").main
    newest = home.select_one("[aria-labelledby=neu]")
    kinds = [name for card in newest.find_all("article") for name in card["class"] if name != "card"]
    assert kinds == [f"card--{kind}" for kind in ("case", "case", "method", "lesson", "publication", "cycle")]
    shown = {link["href"] for link in home.find_all("a", href=True)}
    with translation.override("de"):
        wanted = {
            page.get_url() for model in (TargetGroupPage, ChallengeAreaPage) for page in model.objects.live()
        }
    assert wanted <= shown
