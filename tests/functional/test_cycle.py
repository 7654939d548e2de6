"""A cycle in the browser: a mayor applies on a phone, a round votes, a case giver answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch, _in_thread
from tests.functional.test_editor import sign_in
from tests.functional.test_pages import complaints_of_axe, overflow

OpenPage = Callable[..., tuple[Page, Watch]]
CONCERN = "Wie kann ich den Rat für einen Plan gewinnen, der erst in zehn Jahren wirkt?"
MAIL = "rathaus@rathaus.example"


def _narrow(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    from search.public_forms import fields

    monkeypatch.setattr(fields, "MIN_SECONDS", -1)


def _forget() -> None:
    from knowledge.cycle.call.models import mark_of
    from knowledge.models import Application

    Application.objects.filter(mailbox_mark=mark_of(MAIL)).delete()


@pytest.fixture
def nobody_applied(library: Library) -> Iterator[None]:
    yield
    _in_thread(_forget)


@pytest.mark.usefixtures("nobody_applied")
def test_a_mayor_applies_on_a_phone_and_a_name_is_caught_before(
    library: Library, open_page: OpenPage
) -> None:
    page, watch = open_page(width=390, height=844)
    page.goto(library["call"])
    _narrow(page, 390)
    page.get_by_role("link", name="Jetzt anmelden").click()
    _narrow(page, 390)
    page.get_by_label("Ihr Anliegen als Frage").fill(
        "Wie kann ich Bürgermeister Hubert Wiesinger aus Rosenheim von dem Plan überzeugen?"
    )
    for label, value in (
        ("Land", "Bayern"),
        ("Größe Ihrer Kommune", "Größere Kleinstadt 10.000 bis 20.000"),
    ):
        page.get_by_label(label, exact=True).select_option(label=value)
    page.get_by_label("Ihre Funktion", exact=True).select_option(index=1)
    for label, value in (("Ihr Name", "Person A"), ("Ihre Mailadresse", MAIL), ("Ihre Kommune", "Kommune A")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Ich nehme an allen Terminen teil").check()
    page.get_by_label("Ich willige ein").check()
    page.get_by_role("button", name="Verbindlich anmelden").click()
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    expect(page.get_by_label("Ihre Kommune", exact=True)).to_have_value("Kommune A")
    _narrow(page, 390)
    page.get_by_label("Ihr Anliegen als Frage").fill(CONCERN)
    page.get_by_role("button", name="Verbindlich anmelden").click()
    expect(page.get_by_role("heading", name="Ihre Anmeldung ist da")).to_be_visible()
    expect(page.get_by_role("heading", name="Schon bekannt")).to_be_visible()
    _narrow(page, 390)
    assert watch.strangers(library.url) == []


def _open_round() -> tuple[str, str, int]:
    from django.utils import timezone

    from knowledge.cycle.ballot import open_ballot, slips_of
    from knowledge.models import LessonPage
    from tests.factories import cycles as make

    lessons = list(LessonPage.objects.public().order_by("external_id")[:3])
    meeting = make.held(90, lessons=lessons)
    assert meeting.date == timezone.localdate()
    ballot = open_ballot(meeting=meeting)
    return ballot.code, slips_of(meeting)[0], meeting.cycle_id


def _remove_round() -> None:
    from knowledge.models import Ballot, ForumCycle

    cycle = ForumCycle.objects.get(number=90)
    Ballot.objects.filter(meeting__cycle=cycle).delete()
    cycle.applications.all().delete()
    cycle.meetings.all().delete()
    cycle.delete()


@pytest.fixture
def open_round(library: Library) -> Iterator[tuple[str, str, int]]:
    yield _in_thread(_open_round)
    _in_thread(_remove_round)


def test_a_round_votes_by_keyboard_at_320_pixels_and_the_cycle_refuses_to_close(
    library: Library, open_page: OpenPage, open_round: tuple[str, str, int]
) -> None:
    code, slip, cycle = open_round
    page, _watch = open_page(width=320, height=640)
    page.goto(f"{library.url}/urteil/")
    page.get_by_label("Code").focus()
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Was sagen Sie zu diesen Lehren?")).to_be_visible()
    _narrow(page, 320)
    page.get_by_label("Code auf Ihrem Zettel").focus()
    page.keyboard.type(slip.lower())
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Abstimmen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Danke, Ihre Stimme ist da")).to_be_visible()
    page.goto(f"{library.url}/urteil/{code}/")
    page.get_by_label("Code auf Ihrem Zettel").fill(slip)
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Abstimmen").click()
    expect(page.get_by_text("Mit diesem Zettel ist schon abgestimmt")).to_be_visible()

    desk, _watch = open_page(width=390, height=844)
    sign_in(desk, library)
    desk.goto(f"{library.url}/admin/staffel/{cycle}/")
    expect(desk.get_by_text("Treffen 1 hat noch nicht stattgefunden.").first).to_be_visible()
    desk.get_by_role("button", name="Auswerten").click()
    expect(desk.get_by_text("Treffen 1 hat noch nicht stattgefunden.").first).to_be_visible()
    expect(desk.get_by_text("Laufend").first).to_be_visible()
    _narrow(desk, 390)


def _ask() -> str:
    from django.utils import timezone

    from cases.models import CasePage, FollowUpLink

    today = timezone.localdate()
    link = FollowUpLink.objects.create(
        case=CasePage.objects.public().order_by("external_id").first(),
        after=24,
        due_on=today,
        expires_on=today + timedelta(days=9),
    )
    return f"/verlauf/{link.token}/"


def _remove_question() -> None:
    from cases.models import CaseFollowUp, FollowUpLink

    FollowUpLink.objects.all().delete()
    CaseFollowUp.objects.filter(origin="link", state="eingegangen").delete()


@pytest.fixture
def question(library: Library) -> Iterator[str]:
    yield _in_thread(_ask)
    _in_thread(_remove_question)


def test_a_case_giver_answers_with_the_state_of_the_mail_chosen(
    library: Library, open_page: OpenPage, question: str
) -> None:
    page, _watch = open_page(width=390, height=844)
    page.goto(f"{library.url}{question}?stand=gescheitert")
    chosen: Any = page.locator("input[name=stand][value=gescheitert]")
    expect(chosen).to_be_checked()
    _narrow(page, 390)
    page.get_by_label("Was daraus wurde").fill(
        "Der Plan ist liegen geblieben, weil die Stelle nicht besetzt wurde."
    )
    page.get_by_role("button", name="Antwort absenden").click()
    expect(page.get_by_role("heading", name="Danke, Ihre Antwort ist da")).to_be_visible()
    _narrow(page, 390)


def _open_large_round() -> tuple[str, list[str], int]:
    from knowledge.cycle.ballot import open_ballot, slips_of
    from knowledge.models import LessonPage
    from tests.factories import cycles as make

    meeting = make.held(90, people=14, lessons=[LessonPage.objects.public().first()])
    ballot = open_ballot(meeting=meeting)
    return ballot.code, slips_of(meeting)[:14], ballot.questions.get().pk


def _sums(question: int) -> tuple[int, int]:
    from knowledge.models import BallotQuestion

    row = BallotQuestion.objects.select_related("ballot").get(pk=question)
    return row.n_yes, row.ballot.cast


@pytest.fixture
def large_round(library: Library) -> Iterator[tuple[str, list[str], int]]:
    yield _in_thread(_open_large_round)
    _in_thread(_remove_round)


def test_fourteen_phones_vote_at_once(library: Library, large_round: tuple[str, list[str], int]) -> None:
    code, slips, question = large_round

    def vote(slip: str) -> int:
        sent = urlencode({"zettel": slip, f"lehre-{question}": "ja"}).encode()
        with urlopen(f"{library.url}/urteil/{code}/", sent) as answer:
            return answer.status

    with ThreadPoolExecutor(14) as phones:
        assert list(phones.map(vote, slips)) == [200] * 14
    assert _in_thread(lambda: _sums(question)) == (14, 14)


def _ask_for_a_report() -> str:
    from django.utils import timezone

    from knowledge.models import ForumCycle
    from methods.models import MethodCardPage, ReportRequest

    meeting = ForumCycle.objects.get(number=90).meetings.get()
    asked = ReportRequest.objects.create(
        card=MethodCardPage.objects.public().order_by("external_id").first(),
        meeting=meeting,
        planned_minutes=45,
        expires_on=timezone.localdate() + timedelta(days=9),
    )
    return f"/einsatz/{asked.token}/"


def _remove_reports() -> None:
    from methods.models import ReportRequest

    ReportRequest.objects.filter(meeting__cycle__number=90).delete()


@pytest.fixture
def report_asked(library: Library, open_round: tuple[str, str, int]) -> Iterator[str]:
    yield _in_thread(_ask_for_a_report)
    _in_thread(_remove_reports)


def test_what_people_fill_in_on_a_phone_passes_axe_and_the_keyboard_at_320_pixels(
    library: Library,
    open_page: OpenPage,
    open_round: tuple[str, str, int],
    question: str,
    report_asked: str,
) -> None:
    page, watch = open_page(width=320, height=640)
    for address, first in (
        (f"/urteil/{open_round[0]}/", "zettel"),
        (f"{urlsplit(library['call']).path}", ""),
        ("/anmelden/5/", "anliegen"),
        (report_asked, "personen"),
        (question, "stand"),
    ):
        page.goto(f"{library.url}{address}")
        assert complaints_of_axe(page) == [], address
        assert overflow(page) == 0, address
        if first:
            page.locator("main").click(position={"x": 1, "y": 1})
            names = []
            for _press in range(25):
                page.keyboard.press("Tab")
                names.append(page.evaluate("document.activeElement.name || ''"))
            assert first in names, (address, names)
    assert watch.strangers(library.url) == []

    desk, _watch = open_page(width=320, height=640)
    sign_in(desk, library)
    desk.goto(f"{library.url}/admin/staffel/{open_round[2]}/")
    for words in ("Abendblatt zum Drucken", "Zettel zum Drucken"):
        desk.goto(f"{library.url}{desk.get_by_role('link', name=words).first.get_attribute('href')}")
        assert complaints_of_axe(desk) == [], words
        assert overflow(desk) == 0, words
        desk.go_back()
