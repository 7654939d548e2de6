"""No link to a lesson stands without its state, no count without its opposite, and nothing tells which cycle
judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from knowledge.alumni import keep_record
from knowledge.enums import LessonRole, Outcome
from knowledge.lessons import STALE_AFTER_MONTHS, know_standing
from knowledge.lessons.standing import lesson_links
from knowledge.models import ForumCycle, LessonPage, LessonSource, OpenQuestion, QuestionSubscription
from knowledge.questions.actions import tell_askers
from search.contract import Audience, Viewer
from tests.factories import UserFactory
from tests.integration import browsed
from tests.integration.conftest import Library

pytestmark = pytest.mark.xdist_group("browsed")

STAYS_OUT = ("nav", "head", "header")
"""Where a lesson is no reference: the way to itself, the languages of the page."""


@pytest.fixture
def lessons(library: Library) -> dict[str, LessonPage]:
    """Every public lesson by its address."""
    with translation.override("de"):
        return {
            str(lesson.get_url()): lesson for lesson in LessonPage.objects.public().with_public_associations()
        }


def references(text: str, lessons: dict[str, LessonPage]) -> Iterator[tuple[LessonPage, str]]:
    """Every link to a lesson, with the words of the entry it stands in."""
    for link in BeautifulSoup(text, "lxml").find_all("a", href=True):
        lesson = lessons.get(str(link["href"]).partition("#")[0])
        if lesson is not None and not any(parent.name in STAYS_OUT for parent in link.parents):
            yield lesson, " ".join(_entry(link).get_text(" ").split())


def _entry(link: Tag) -> Tag:
    """The nearest thing around a link that a reader takes for one entry."""
    inside = [parent for parent in link.parents if parent.name in {"li", "article"}]
    return inside[0] if inside else next(parent for parent in link.parents if parent.name == "p")


def addresses(library: Library, public_pages: list[Any]) -> list[str]:
    searches = [f"/suche/?typ=lehre&seite={number}" for number in range(1, 6)] + [
        "/suche/?q=Zust%C3%A4ndigkeit",
        "/suche/?q=%E2%80%9ERat+Klausur%E2%80%9C",
    ]
    with translation.override("de"):
        return [page.get_url() for page in public_pages] + searches


def test_beside_each_link_to_a_lesson_stands_its_state(
    library: Library, public_pages: list[Any], lessons: dict[str, LessonPage]
) -> None:
    bare, seen = [], set()
    for address in addresses(library, public_pages):
        for lesson, words in references(browsed.read(address).text, lessons):
            seen.add(lesson.external_id)
            if str(lesson.state.label) not in words:
                bare.append((address, lesson.external_id, words[:80]))
    assert bare == []
    assert len(seen) == len(lessons)


def test_both_counts_stand_in_lists(client: Client, lessons: dict[str, LessonPage]) -> None:
    shown = {
        lesson.external_id: words
        for number in range(1, 6)
        for lesson, words in references(browsed.read(f"/lehren/?seite={number}").text, lessons)
    }
    assert "In 2 Staffeln bestätigt, in 1 widerlegt" in shown["L10"]
    assert "In 1 Staffel bestätigt, in 1 widerlegt" in shown["L17"]
    assert "In 1 Staffel widerlegt" in shown["L04"] and "bestätigt" not in shown["L04"]
    hits = {
        hit["title"]: hit["display"] for hit in client.get("/api/v1/search?typ=lehre&limit=50").json()["hits"]
    }
    for lesson in lessons.values():
        display = hits[lesson.title]
        assert (display["state"], int(display["confirmed"]), int(display.get("refuted", 0))) == (
            lesson.state,
            lesson.confirming_cycles,
            lesson.refuting_cycles,
        )


@pytest.mark.parametrize(
    ("page", "lesson", "words"),
    [
        ("F01", "L04", ("Widerlegt", "Hier widerlegt", "In 1 Staffel widerlegt")),
        ("F12", "L10", ("Strittig", "Hier widerlegt", "In 2 Staffeln bestätigt, in 1 widerlegt")),
        ("F07", "L10", ("Strittig", "Hier bestätigt")),
        ("F05", "L06", ("Überholt", "Hier angepasst", "Neuere Fassung:")),
        ("F25", "L03", ("Überholt", "Hier entstanden", "Neuere Fassung:")),
        ("F12", "L32", ("Vorläufige Lehre", "Hier entstanden")),
        ("M04", "L15", ("Widerlegt", "Hier widerlegt")),
    ],
)
def test_case_and_card_say_what_they_say_about_a_lesson(
    client: Client,
    library: Library,
    lessons: dict[str, LessonPage],
    page: str,
    lesson: str,
    words: tuple[str, ...],
) -> None:
    with translation.override("de"):
        address = library.page(page).get_url()
    (entry,) = [
        text
        for found, text in references(client.get(address).text, lessons)
        if found.external_id == lesson and str(found.statement) in text[:260]
    ]
    for word in words:
        assert word in entry, entry
    with translation.override("de"):
        back = client.get(library.page(lesson).get_url()).text
    row = next(
        item for item in BeautifulSoup(back, "lxml").select("#belege ~ ul li") if item.find("a", href=address)
    )
    assert (
        str(
            LessonRole(
                LessonSource.objects.get(lesson=library.page(lesson), page=library.page(page)).role
            ).label
        )
        in row.get_text()
    )


def test_what_a_case_says_comes_from_no_verdict(client: Client, library: Library) -> None:
    with translation.override("de"):
        address = library.page("F01").get_url()
    before = client.get(address).text
    verdict = library.page("L04").verdicts.get()
    assert verdict.cycle.number == 2
    verdict.cycle, verdict.meeting = ForumCycle.objects.get(number=3), None
    verdict.save()
    assert client.get(address).text == before


def test_a_newer_version_is_named_to_those_who_may_read_it(library: Library) -> None:
    newer = library.page("L16")
    newer.access_level = "alumni"
    newer.save()
    about, drawn = library.page("F05"), LessonPage.objects.drawn_from(library.page("F05"))
    named = {
        audience: {link.newer for link in lesson_links(drawn, about, Viewer(frozenset({audience})))} - {None}
        for audience in (Audience.PUBLIC, Audience.ALUMNI)
    }
    assert named == {Audience.PUBLIC: set(), Audience.ALUMNI: {newer}}


def test_as_many_queries_for_one_lesson_as_for_many(
    library: Library, django_assert_max_num_queries: Any
) -> None:
    about = library.page("F02")
    with django_assert_max_num_queries(6):
        links = lesson_links(LessonPage.objects.drawn_from(about), about, Viewer())
        shown = [
            (link.lesson.state, link.lesson.confidence.level, link.newer and link.newer.state)
            for link in links
        ]
    assert len(shown) >= 3
    alone = [LessonPage.objects.get(pk=link.lesson.pk) for link in links]
    assert [(lesson.state, lesson.confidence.level) for lesson in alone] == [row[:2] for row in shown]


def test_what_completes_a_search_says_the_state_of_a_lesson(
    client: Client, lessons: dict[str, LessonPage]
) -> None:
    for address, lesson in lessons.items():
        rows = client.get("/api/v1/suggest", {"q": lesson.title[:40], "limit": 20}).json()["items"]
        (row,) = [row for row in rows if row["url"] == address]
        assert (row["label"], row["remark"]) == ("Lehre", str(lesson.state.label))
    english = client.get("/api/v1/suggest", {"q": lesson.title[:40], "sprache": "en"}).json()["items"]
    with translation.override("en"):
        assert [row["remark"] for row in english if row["kind"] == "lesson"] == [str(lesson.state.label)]
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/suggest", {"q": "fishbowl"})
    assert not [one for one in queries if "lessonpage" in one["sql"]]


def test_a_list_of_ones_own_says_the_state_of_a_lesson_and_what_became_of_a_case(library: Library) -> None:
    user = UserFactory(role="Alumni")
    for name in ("L04", "F01"):
        keep_record(user=user, page=library.page(name), list_name="", note="")
    reader = Client()
    reader.force_login(user)
    for address in ("/konto/merkliste/", "/konto/"):
        entries = {
            str(item.find("a")["href"]): item.get_text(" ", strip=True)
            for item in BeautifulSoup(reader.get(address).text, "lxml").select("main li:has(a)")
        }
        for name, said in (("L04", "Widerlegt"), ("F01", str(Outcome(library.page("F01").outcome).label))):
            with translation.override("de"):
                assert said in entries[library.page(name).get_url()], (address, entries)


def test_feed_and_mails_say_it_in_words(client: Client, library: Library) -> None:
    refuted = library.page("L04")
    feed = client.get("/suche/atom?q=Punktesystem+Zusch%C3%BCsse&typ=lehre").text
    assert "Widerlegt. In 1 Staffel widerlegt. " in feed
    question = OpenQuestion.objects.create(
        text="Hilft ein Punktesystem?", state="beantwortet", answer=refuted
    )
    QuestionSubscription.objects.create(
        question=question, email="jemand@rathaus.example", confirmed_at=question.changed
    )
    tell_askers()
    body = mail.outbox[-1].body
    assert f"{refuted.title}\nWiderlegt. In 1 Staffel widerlegt\nhttp" in body


def test_level_zero_says_whether_somebody_looked(library: Library, lessons: dict[str, LessonPage]) -> None:
    words = {True: "geprüft, kaum belastbar", False: "noch nicht geprüft"}
    lowest = {address: lesson for address, lesson in lessons.items() if lesson.confidence.level == 0}
    assert {lesson.confidence.judged for lesson in lowest.values()} == {True, False}
    for address, lesson in lowest.items():
        beside = (
            BeautifulSoup(browsed.read(address).text, "lxml")
            .find(id="belastbarkeit")
            .find_next_sibling("p")
            .get_text(strip=True)
        )
        assert beside == words[lesson.confidence.judged], lesson.external_id


def test_a_follow_up_of_a_source_moves_the_confidence(library: Library) -> None:
    lesson, case = library.page("L29"), library.page("F04")
    assert lesson.confidence.effect == 1
    case.followups.order_by("-after").first().delete()
    assert LessonPage.objects.get(pk=lesson.pk).confidence.effect == 0
    know_standing(alone := [LessonPage.objects.get(pk=lesson.pk)])
    assert alone[0].confidence.effect == 0


def test_no_lesson_is_trusted_beyond_its_rounds(lessons: dict[str, LessonPage]) -> None:
    beyond = [lesson.external_id for lesson in lessons.values() if lesson.confidence.level > 2]
    assert beyond and all(
        lesson.confirming_cycles >= 3 for lesson in lessons.values() if lesson.external_id in beyond
    )


def test_beside_each_number_stands_where_it_comes_from(lessons: dict[str, LessonPage]) -> None:
    for address in lessons:
        page = BeautifulSoup(browsed.read(address).text, "lxml")
        assert page.find(id="belastbarkeit").parent.find("a", href="/so-bewerten-wir/#belastbarkeit")
    rules = browsed.read("/so-bewerten-wir/").text
    for anchor in ("belastbarkeit", "stand", "beleglage"):
        assert f'id="{anchor}"' in rules
    assert str(STALE_AFTER_MONTHS) in rules


def test_a_lesson_is_called_by_its_short_name(client: Client, lessons: dict[str, LessonPage]) -> None:
    assert all(lesson.short_name for lesson in lessons.values())
    assert len({lesson.short_name for lesson in lessons.values()}) == len(lessons)
    card = BeautifulSoup(client.get("/lehren/").text, "lxml").select_one(".card--lesson")
    address = str(card.a["href"]).partition("#")[0]
    assert card.select_one(".card__title").get_text(strip=True) == lessons[address].short_name
    assert lessons[address].statement in card.get_text()


def test_footer_and_banner_agree(client: Client, settings: Any) -> None:
    claim = "Alle Fälle sind anonymisiert und von den Fallgebenden freigegeben."
    for demo in (True, False):
        settings.DEMO_BANNER = demo
        shown = client.get("/lehren/").text
        assert ("Alle Fälle sind erfunden." in shown) is demo
        assert (claim in shown) is not demo
