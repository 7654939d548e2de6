"""The case giver's page: no account, one question per section, nothing saved by halves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases import gate
from cases.models import CasePage, CasePitfall, Consent, ReleaseLink
from cases.sections import CaseText

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(draft: CasePage, writer: Any) -> tuple[ReleaseLink, str]:
    """A link and the address of its page."""
    draft.save_revision(user=writer)
    found, token = gate.create_release_link(case=draft, user=writer)
    return found, f"/freigabe/{token}/"


@pytest.fixture
def address(link: tuple[ReleaseLink, str]) -> str:
    return link[1]


def answers(case: CasePage, **others: str) -> dict[str, str]:
    text = CaseText.of(case)
    levels = {f"abschnitt-{key}": others.get(key, "oeffentlich") for key in text.digests}
    return levels | {"fassung": text.digest}


def test_a_link_that_leads_nowhere_says_so_and_stays_in_no_cache(client: Client) -> None:
    answer = client.get("/freigabe/erfunden/")
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "no-referrer"


def test_every_section_that_says_something_is_asked_about(
    draft: CasePage, address: str, client: Client
) -> None:
    html = client.get(address).content.decode()
    for section in CaseText.of(draft).sections:
        assert f'name="abschnitt-{section.key}"' in html
    assert 'name="abschnitt-bedingungen"' not in html


def test_an_answer_is_saved_whole_or_not_at_all(draft: CasePage, address: str, client: Client) -> None:
    half = answers(draft, frage="")
    answer = client.post(address, half | {"anmerkung": "Bitte ohne den Hof."})
    html = answer.content.decode()
    assert answer.status_code == 422 and "fehlt Ihre Antwort" in html
    assert 'id="fehlt-frage"' in html and "Bitte ohne den Hof." in html, "what was typed stays"
    assert not Consent.objects.exists()
    assert client.post(address, answers(draft)).status_code == 302
    assert Consent.objects.get().version_hash == CaseText.of(draft).digest


def test_an_unknown_level_is_no_answer(draft: CasePage, address: str, client: Client) -> None:
    assert client.post(address, answers(draft, kern="alle")).status_code == 422
    assert not Consent.objects.exists()


def test_an_answer_to_another_text_is_refused(draft: CasePage, address: str, client: Client) -> None:
    answer = client.post(address, answers(draft) | {"fassung": "eine frühere"})
    assert answer.status_code == 422 and "Der Text wurde geändert" in answer.content.decode()
    assert not Consent.objects.exists()


def test_only_a_changed_section_is_asked_again(
    draft: CasePage, address: str, client: Client, writer: Any
) -> None:
    client.post(address, answers(draft))
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    draft.pitfalls = [CasePitfall(text="Zu spät gefragt.")]
    draft.save_revision(user=writer)
    asked = {
        question.section.key: (question.answer, question.is_changed)
        for question in client.get(address).context["questions"]
    }
    assert asked["kern"] == asked["bedingungen"] == ("", True)
    assert asked["frage"] == ("oeffentlich", False)


def test_after_its_time_a_link_takes_no_answer(
    draft: CasePage, link: tuple[ReleaseLink, str], client: Client
) -> None:
    ReleaseLink.objects.filter(pk=link[0].pk).update(
        created_at=timezone.now() - timedelta(days=90), expires_at=timezone.now() - timedelta(days=1)
    )
    assert "abschnitt-kern" not in client.get(link[1]).content.decode()
    assert client.post(link[1], answers(draft)).status_code == 200
    assert not Consent.objects.exists()
    assert client.get(f"{link[1]}widerruf/").status_code == 302, "nobody ever answered with it"


def test_taking_back_is_asked_once(draft: CasePage, address: str, client: Client) -> None:
    asked = client.get(f"{address}widerruf/")
    assert asked.status_code == 200 and draft.title in asked.content.decode()
    assert not CasePage.objects.get(pk=draft.pk).is_withdrawn
    client.post(f"{address}widerruf/")
    assert CasePage.objects.get(pk=draft.pk).is_withdrawn
    shown = client.get(address).content.decode()
    assert "abschnitt-kern" not in shown and draft.kernel not in shown
    assert client.get(f"{address}widerruf/").status_code == 302


def test_the_preview_closes_with_the_link(
    link: tuple[ReleaseLink, str], client: Client, draft: CasePage
) -> None:
    preview = f"{link[1]}vorschau/"
    shown = client.get(preview).content.decode()
    assert draft.kernel in shown and link[1] not in shown, "the secret is in no page that is passed on"
    gate.revoke_release_link(link=link[0])
    assert client.get(preview).status_code == 404
