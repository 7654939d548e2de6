"""What is promised of every page of an account and of every mail: not indexed, not kept, "Sie"; how often
news come; which levels a list shows and filters; and that each kind of public page asks whether it helped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from knowledge.accounts import send_digests
from knowledge.accounts.urls import urlpatterns
from knowledge.alumni import AccountSettings, ask_contact, choose_digest, name_topic, settings_of
from knowledge.enums import AccessLevel
from knowledge.models import ChallengeArea, LessonInnerPassage, LessonPage
from publications.models import PageFeedback
from search.index import apply
from search.public_forms import fields
from tests.conftest import REPOSITORY
from tests.integration.browsed import read
from tests.integration.conftest import Library


def addresses() -> Iterator[str]:
    """Each below ``/konto/`` that needs no key."""
    for pattern in urlpatterns:
        try:
            yield reverse(pattern.name)
        except NoReverseMatch:
            continue


PATHS = sorted(set(addresses()))
SAYS_DU = re.compile(r"\b(?:[Dd](?:u|ich|ir|ein(?:e[mnrs]?)?)|[Ee]u(?:ch|er|re[mnrs]?))\b")


def words(html: str) -> str:
    """What somebody reads of a page."""
    without = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without)).split())


def test_there_are_pages_to_look_at() -> None:
    assert len(PATHS) >= 20 and all(path.startswith("/konto/") for path in PATHS)


@pytest.fixture
def browsers(library: Library) -> list[Client]:
    """Of somebody who has just signed in, and of nobody."""
    own = Client()
    own.post(reverse("login"), {"username": "alumna", "password": "weiterdenken-alumna"})
    return [own, Client()]


def test_no_page_of_an_account_is_indexed_or_kept_and_each_says_sie(browsers: list[Client]) -> None:
    seen, wrong = set(), []
    for path in PATHS:
        for browser in browsers:
            answer = browser.get(path)
            if answer.status_code != 200:
                continue  # a button, or a step of what nobody has begun
            seen.add(path)
            if "noindex" not in answer.get("X-Robots-Tag", ""):
                wrong.append((path, "robots"))
            if "no-store" not in answer.get("Cache-Control", ""):
                wrong.append((path, answer.get("Cache-Control")))
            wrong += [(path, said) for said in SAYS_DU.findall(words(answer.text))]
    assert wrong == []
    assert len(seen) >= 12, seen


MAILS = sorted(
    [
        *REPOSITORY.glob("templates/*/mail/*.txt"),
        *REPOSITORY.glob("templates/account/**/*.txt"),
        *REPOSITORY.glob("templates/wagtailadmin/**/*.txt"),
    ]
)


def test_every_mail_says_sie() -> None:
    assert len(MAILS) >= 30
    said = {
        path.name: SAYS_DU.findall(re.sub(r"{[{%].*?[%}]}", " ", path.read_text("utf-8"))) for path in MAILS
    }
    assert {name: found for name, found in said.items() if found} == {}
    for sentence in ("Hast du kurz Zeit?", "Wir danken Dir.", "Das ist deine Frage.", "Was fiel euch ein?"):
        assert SAYS_DU.search(sentence), sentence


# --------------------------------------------------------------------------- news by mail


@pytest.mark.parametrize(
    ("rhythm", "days", "mails"),
    [
        ("woechentlich", 6, 0),
        ("woechentlich", 8, 1),
        ("monatlich", 29, 0),
        ("monatlich", 31, 1),
        ("nie", 400, 0),
    ],
)
def test_news_come_as_often_as_somebody_wants(rhythm: str, days: int, mails: int, library: Library) -> None:
    user = get_user_model().objects.get(username="alumna")
    assert settings_of(user).digest == "nie"  # until somebody chooses
    choose_digest(user=user, rhythm=rhythm)
    AccountSettings.objects.filter(user=user).update(digest_sent_at=timezone.now() - timedelta(days=days))
    # Something new just now, whatever the day of the demo is.
    LessonPage.objects.filter(pk=library.page("L01").pk).update(first_published_at=timezone.now())
    assert send_digests() == mails
    assert len(mail.outbox) == mails
    assert send_digests() == 0


# --------------------------------------------------------------------------- levels in lists


def entries(html: str, title: str) -> list[str]:
    """What the list says of an entry."""
    parts = re.split(r"(?=<(?:li|article)\b)", html)
    return [words(part) for part in parts if title in unescape(part) and "<h" in part]


@pytest.mark.parametrize(
    ("level", "value", "badge"),
    [
        (AccessLevel.ALUMNI, "alumni", "Nur für Ehemalige"),
        ("", "vertiefung", "Mit Vertiefung für Ehemalige"),
    ],
)
def test_a_list_names_the_level_and_filters_by_it(
    level: str, value: str, badge: str, library: Library, signed_in: Callable[[str], Client]
) -> None:
    page = library.page("L01")
    if level:
        page.access_level = level
    else:
        LessonInnerPassage.objects.create(lesson=page, heading="Mehr", text="Innen.", access_level="alumni")
    page.save_revision().publish()
    apply.drain()
    address = "/lehren/"
    alumna, somebody = signed_in("alumna"), Client()
    filtered = alumna.get(address, {"zugang": value}).text
    (shown,) = entries(filtered, page.title)
    assert badge in shown
    deeper = LessonInnerPassage.objects.values("lesson")
    others = LessonPage.objects.public().exclude(pk__in=deeper).exclude(pk=page.pk)[:3]
    assert not [other.title for other in others if entries(filtered, other.title)]
    assert badge in words(alumna.get(address).text)
    for answer in (somebody.get(address), somebody.get(address, {"zugang": value})):
        assert not [entry for entry in entries(answer.text, page.title) if level or badge in entry]
    assert badge not in somebody.get(address).text


# --------------------------------------------------------------------------- topics, feedback


def test_topics_stand_on_the_page_without_a_name(
    library: Library, signed_in: Callable[[str], Client]
) -> None:
    users = get_user_model().objects
    alumna, other = users.get(username="alumna"), users.create_user("kim", first_name="Kim", last_name="Ruhe")
    area = ChallengeArea.objects.first()
    topic = name_topic(user=alumna, kind="biete", area=area)
    ask_contact(user=other, topic=topic)
    page = signed_in("alumna").get(reverse("account")).text
    box = page.split("Themen, die ich anbiete oder suche", 1)[1].split("</section>", 1)[0]
    assert area.label in unescape(box) and "Dazu kann ich etwas erzählen" in box
    assert "1 Person möchte mit Ihnen sprechen" in box
    assert reverse("account_topics") in box
    assert "Kim" not in page and "Ruhe" not in page


def test_each_kind_of_public_page_asks_whether_it_helped(
    public_pages: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)
    kinds = {type(page): page for page in reversed(public_pages)}
    assert len(kinds) >= 10
    forms = {kind: reverse("feedback", args=[page.translation_key]) for kind, page in kinds.items()}
    asked = {
        kind for kind, form in forms.items() if f"{form}?geholfen=ja" in read(kinds[kind].get_url()).text
    }
    assert set(kinds) - asked == set()
    for kind, form in forms.items():
        sent = {"stempel": fields.stamp("rueckmeldung"), "webseite": "", "geholfen": "ja", "satz": ""}
        assert Client().post(form, sent).status_code == 302, kind.__name__
    assert PageFeedback.objects.count() == len(kinds)
