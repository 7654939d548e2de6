"""A cycle in the browser: a mayor applies on a phone, a round votes, a case giver answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch, _in_thread
from tests.functional.test_editor import sign_in

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
