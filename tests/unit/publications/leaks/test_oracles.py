"""What shows no words and tells something all the same is noticed: a number, another refusal, a mail."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from knowledge.accounts import digest as digests
from publications.leaks import oracles
from publications.leaks.planting import Planted
from tests.factories import UserFactory

RECORD = Planted(
    name="alumni",
    word="qzamox",
    mark="qzarix",
    url="/lehren/probe-qzamox-qzarix/",
    key="lesson:1",
    uuid="1",
    area="klima",
    card="/methoden/karte/",
    is_page=True,
)
MISSING = "/lehren/probe-qzamox-qzarix-gibt-es-nicht/"


class Answers:
    """A client that answers each address as it was told."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def get(self, address: str, *_more: Any) -> Any:
        return self.answers[address]


def refusal(text: str, status: int = 404) -> Any:
    return SimpleNamespace(status_code=status, text=text)


@pytest.mark.parametrize(
    ("refused", "is_leak"),
    [
        (refusal('<a href="/en/lehren/probe-qzamox-qzarix/" nonce="b">EN</a>'), False),
        (refusal('<a href="/en/lehren/probe-qzamox-qzarix/" nonce="b">EN</a> wer qzarix'), True),
        (refusal('<a href="/en/lehren/probe-qzamox-qzarix/" nonce="b">EN</a>', 403), True),
        (refusal('<a href="/en/lehren/probe-qzamox-qzarix/" nonce="b">EN</a> Nur für Alumni'), True),
        (refusal("wer qzarix", 200), False),
    ],
    ids=["the same", "with its title", "another status", "another sentence", "no refusal"],
)
def test_a_refusal_says_what_an_address_without_a_page_is_told(refused: Any, is_leak: bool) -> None:
    nowhere = refusal(f'<a href="/en{MISSING}" nonce="a">EN</a>')
    client: Any = Answers({RECORD.url: refused, MISSING: nowhere})
    assert (RECORD.mark in oracles.error_page(client, RECORD)) is is_leak


def test_the_page_of_a_passage_may_be_refused_in_its_own_way() -> None:
    client: Any = Answers({RECORD.url: refusal("Dieser Fall wurde zurückgezogen.", 410)})
    assert RECORD.mark not in oracles.error_page(client, replace(RECORD, is_page=False))


@pytest.mark.parametrize("total", [0, 1])
def test_numbers_count_as_found(total: int) -> None:
    found = {"total": total, "facets": {"typ": [{"count": 0}, {"count": total}]}}
    client: Any = Answers({"/api/v1/search": SimpleNamespace(json=lambda: found)})
    expected = RECORD.mark if total else ""
    assert (oracles.counted(client, RECORD), oracles.facets(client, RECORD)) == (expected, expected)


@pytest.mark.django_db
def test_the_digest_of_a_reader_is_read_and_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "news_for", lambda user, since: [(3, f"Lehren für {user.username}")])
    client, reader = Client(), UserFactory()
    client.force_login(reader)
    before = list(mail.outbox)
    assert f"Lehren für {reader.username}" in oracles.digest(client)
    assert mail.outbox == before
