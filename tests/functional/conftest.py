"""The library in a real browser: one server with the demo content and one Chromium for the whole folder.

The server has a database file and an index of its own, so these tests neither see nor disturb the others:
``library`` points new threads (those of the server) at that file for the length of a test, while the test's
own thread keeps the database of the suite.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import demo_copy

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = f"no Chromium on PATH (looked for {', '.join(NAMES)}); on Debian: apt install chromium"
#: Milliseconds that a browser may take where nothing is measured; a busy machine is not a fault.
PATIENCE = 30_000


def chromium() -> str | None:
    """Path of a Chromium, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def services_required() -> bool:
    """Whether a missing service is a failure (CI)."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


# --------------------------------------------------------------------------- which tests run

_left_out = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; without a browser leave them out, unless CI says that there must be
    one.
    """
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("django_db") is None:
            # Without it pytest-django would make no test database to copy from.
            item.add_marker(pytest.mark.django_db)
    if ours and chromium() is None and not services_required():
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]
        config.stash[_left_out] = len(ours)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say why browser tests are missing."""
    if count := config.stash.get(_left_out, 0):
        terminalreporter.write_line(f"{count} browser tests left out: {MISSING}", yellow=True)


# --------------------------------------------------------------------------- the library behind the browser


@dataclass(frozen=True)
class Library:
    """A running library: its address and the addresses of one page of each type."""

    url: str
    addresses: dict[str, str]
    method_cards: tuple[str, ...]
    all_cases: tuple[str, ...]
    all_lessons: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        """Full address of a page type."""
        return self.url + self.addresses[name]


def _in_thread(work: Callable[[], Any]) -> Any:
    """Run with connections of its own, as the server's threads have them."""
    outcome: dict[str, Any] = {}

    def target() -> None:
        try:
            outcome["value"] = work()
        except BaseException as error:
            outcome["error"] = error
        finally:
            connections.close_all()

    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["value"]


def _addresses() -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    from cases.models import CasePage
    from knowledge.models import CyclePage, LessonPage
    from methods.models import MethodCardPage
    from publications.models import PublicationPage

    found = {
        "home": "/",
        "cases": "/faelle/",
        "case": (
            CasePage.objects.public().filter(outcome="gescheitert").order_by("external_id").first().get_url()
        ),
        "methods": "/methoden/",
        "method": MethodCardPage.objects.public().order_by("external_id").first().get_url(),
        "lessons": "/lehren/",
        "lesson": (
            LessonPage.objects.public()
            .filter(verdicts__isnull=False)
            .order_by("external_id")
            .first()
            .get_url()
        ),
        "publications": "/veroeffentlichungen/",
        "publication": PublicationPage.objects.public().first().get_url(),
        "cycles": "/staffeln/",
        "cycle": CyclePage.objects.public().first().get_url(),
        "call": "/staffeln/staffel-5/",
        "application-form": "/anmelden/5/",
        "newsletter": "/rundbrief/",
        "ballot-code": "/urteil/",
        "themes": "/themen/",
        "theme": "/themen/finanzen/",
        "groups": "/zielgruppen/",
        "coverage": "/abdeckung/",
        "group": "/zielgruppen/buergermeister/",
        "content": "/impressum/",
        "ratings": "/so-bewerten-wir/",
        "search": "/suche/?q=Gemeinderat+blockiert+alles",
        "search-empty": "/suche/",
        "search-nothing": "/suche/?q=Quantenverschr%C3%A4nkung+Mondbasis",
        "search-quoted": "/suche/?q=%E2%80%9EStreit+Gemeinderat+Hallenbad%E2%80%9C",
        "search-many": "/suche/?q=Gemeinderat&weitere=1",
        "save-search": "/suche/merken/?q=Gemeinderat",
        "save-nothing": "/suche/merken/",
        "saved": "/suche/merken/gesendet/",
        "barrier": "/barriere-melden/",
        "barrier-reported": "/barriere-melden/danke/",
        "easy": "/leichte-sprache/",
        "question": "/frage/",
        "question-asked": "/frage/danke/?mail=1",
        "gallery": "/komponenten/",
        "login": "/konto/anmelden/",
        "logged-out": "/konto/abgemeldet/",
        "missing": "/gibt-es-nicht/",
        "english-home": "/en/",
        "english-search": "/en/suche/?q=Haushalt",
    }
    found["english-case"] = "/en" + found["case"]
    found |= _addresses_behind_mails()
    found["release"] = _release_address(CasePage.objects.public().order_by("external_id").first())
    guide = PublicationPage.objects.public().first()
    found["chapter"] = f"{found['publication']}{guide.section_values()[1]['anchor']}/"
    return (
        found,
        tuple(page.get_url() for page in MethodCardPage.objects.public().order_by("external_id")),
        tuple(page.get_url() for page in CasePage.objects.public().order_by("external_id")),
        tuple(page.get_url() for page in LessonPage.objects.public().order_by("external_id")),
    )


def _release_address(case: Any) -> str:
    """The page of whoever gave a case."""
    from django.urls import reverse

    from cases.gate import create_release_link

    return reverse("release", args=[create_release_link(case=case, user=None)[1]])


def _addresses_behind_mails() -> dict[str, str]:
    """Pages that only the links of mails lead to, before and after the confirmation."""
    from django.urls import reverse
    from django.utils import timezone

    from knowledge.models import OpenQuestion, QuestionSubscription
    from search.models import SavedSearch

    found = {}
    question = OpenQuestion.objects.create(text="Wie gewinnen wir Ehrenamtliche für den Bürgerbus?")
    for suffix, confirmed_at in (("", None), ("-confirmed", timezone.now())):
        saved = SavedSearch.objects.create(
            email="jemand@rathaus.example", address="?q=Gemeinderat", confirmed_at=confirmed_at
        )
        asked = QuestionSubscription.objects.create(
            question=question, email=f"jemand{suffix}@rathaus.example", confirmed_at=confirmed_at
        )
        found["saved-search" + suffix] = reverse("search:subscription", args=[saved.key])
        found["question-answer" + suffix] = reverse("question_subscription", args=[asked.key])
    return found


class _OwnDatabase:
    """New connections of this process go to a file; those that are open stay as they are."""

    def __init__(self, path: Path, index: Path) -> None:
        self.path, self.index = path, index

    def __enter__(self) -> None:
        from django.conf import settings

        self._database = connections.settings["default"]
        fresh = {
            "ENGINE": "knowledge.operations.sqlite",
            "NAME": str(self.path),
            "OPTIONS": {
                "timeout": 5,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;",
            },
        }
        connections.settings["default"] = connections.configure_settings({"default": fresh})["default"]
        self._settings = {name: getattr(settings, name) for name in ("SEARCH_INDEX_DIR", "SHOW_GALLERY")}
        settings.SEARCH_INDEX_DIR, settings.SHOW_GALLERY = str(self.index), True

    def __exit__(self, *error: object) -> None:
        from django.conf import settings

        connections.settings["default"] = self._database
        for name, value in self._settings.items():
            setattr(settings, name, value)


@pytest.fixture(scope="session")
def _served(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Library, _OwnDatabase]]:
    folder = tmp_path_factory.mktemp("library")
    database = _OwnDatabase(folder / "library.sqlite3", folder / "index")
    with django_db_blocker.unblock(), database:

        def load() -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
            demo_copy.load()
            return _addresses()

        addresses, cards, cases, lessons = _in_thread(load)
    server = LiveServerThread("127.0.0.1", static_handler=StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield Library(f"http://127.0.0.1:{server.port}", addresses, cards, cases, lessons), database
    server.terminate()
    server.join()


@pytest.fixture
def library(_served: tuple[Library, _OwnDatabase], django_db_blocker: Any) -> Iterator[Library]:
    """The library with its demo content, served for the length of a test."""
    running, database = _served
    with django_db_blocker.unblock(), database:
        _in_thread(_fill_index_if_empty)
        yield running


def _fill_index_if_empty() -> None:
    from search import engines
    from search.index import apply

    if not engines.current().status().documents:
        apply.rebuild()


# --------------------------------------------------------------------------- the browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium for this folder and no longer, because Playwright keeps an event loop in this thread that
    other tests should not meet.
    """
    path = chromium()
    if path is None:
        pytest.fail(MISSING)
    expect.set_options(timeout=PATIENCE)
    unsafe = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()
    if unsafe is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = unsafe


@dataclass
class Watch:
    """What a page asked for and complained about."""

    requests: list[str]
    complaints: list[str]

    def strangers(self, home: str) -> list[str]:
        """Requests that left the library."""
        return [url for url in self.requests if not url.startswith((home, "data:", "blob:"))]


def _watched(context: BrowserContext) -> tuple[Page, Watch]:
    page = context.new_page()
    watch = Watch([], [])
    page.on("request", lambda request: watch.requests.append(request.url))
    page.on(
        "console",
        lambda message: (
            watch.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    return page, watch


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., tuple[Page, Watch]]]:
    """``open_page(javascript=False, width=320)`` gives a page and what it asks for."""
    contexts: list[BrowserContext] = []

    def open_(
        *, javascript: bool = True, width: int = 1280, height: int = 900, scheme: str = "light"
    ) -> tuple[Page, Watch]:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="de-DE",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return _watched(context)

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., tuple[Page, Watch]]) -> Page:
    """A page at desktop width."""
    return open_page()[0]
