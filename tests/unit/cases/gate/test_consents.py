"""Links, answers and the withdrawal of a case giver."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.gate import consents
from cases.models import CasePage, CaseTombstone, Consent, RawCase, ReleaseLink
from cases.sealed import seal
from cases.sections import CaseText

pytestmark = pytest.mark.django_db


def answers(case: CasePage, **levels: str) -> dict[str, str]:
    return {key: levels.get(key, "oeffentlich") for key in CaseText.of(case).digests}


def test_a_token_is_never_stored(draft: CasePage, second: Any) -> None:
    link, token = consents.create_release_link(case=draft, user=second)
    assert token not in str(ReleaseLink.objects.values_list())
    assert consents.release_link_for(token) == link
    assert consents.release_link_for("anders") is None


def test_a_new_link_closes_those_that_nobody_answered(draft: CasePage, second: Any) -> None:
    first, _token = consents.create_release_link(case=draft, user=second)
    answered, _token = consents.create_release_link(case=draft, user=second)
    consents.record_release(link=answered, case=draft, levels=answers(draft))
    consents.create_release_link(case=draft, user=second)
    first.refresh_from_db()
    answered.refresh_from_db()
    assert not first.is_open and answered.is_open


def test_a_revoked_link_leads_nowhere(draft: CasePage, second: Any) -> None:
    link, token = consents.create_release_link(case=draft, user=second)
    consents.revoke_release_link(link=link)
    assert consents.release_link_for(token) is None


def test_an_answer_is_bound_to_the_words_of_each_section(draft: CasePage, second: Any) -> None:
    link, _token = consents.create_release_link(case=draft, user=second)
    given = consents.record_release(link=link, case=draft, levels=answers(draft), comment=" Danke ")
    text = CaseText.of(draft)
    assert given.version_hash == text.digest
    assert {key: row["hash"] for key, row in given.scope.items()} == text.digests
    assert given.comment == "Danke"


def test_every_section_needs_an_answer_and_an_open_link(draft: CasePage, second: Any) -> None:
    link, _token = consents.create_release_link(case=draft, user=second)
    with pytest.raises(ValueError, match="jedem Abschnitt"):
        consents.record_release(link=link, case=draft, levels={})
    link.expires_at = timezone.now() - timedelta(days=1)
    with pytest.raises(ValueError, match="nicht mehr gültig"):
        consents.record_release(link=link, case=draft, levels=answers(draft))


def test_only_for_alumni_lifts_the_case_to_that_level(draft: CasePage, second: Any) -> None:
    draft.save_revision()
    link, _token = consents.create_release_link(case=draft, user=second)
    consents.record_release(link=link, case=draft, levels=answers(draft, frage="alumni"))
    case = CasePage.objects.get(pk=draft.pk)
    assert case.access_level == "alumni"
    assert case.get_latest_revision_as_object().access_level == "alumni"


def test_a_spoken_consent_is_noted_by_somebody_else(draft: CasePage, writer: Any, second: Any) -> None:
    paper = Consent.Channel.PAPER
    with pytest.raises(ValueError, match="angelegt"):
        consents.record_spoken_release(case=draft, channel=paper, level="oeffentlich", recorder=writer)
    with pytest.raises(ValueError, match="Weg und Sichtbarkeit"):
        consents.record_spoken_release(case=draft, channel="link", level="oeffentlich", recorder=second)
    consents.record_spoken_release(case=draft, channel=paper, level="nein", recorder=writer)
    given = consents.record_spoken_release(case=draft, channel=paper, level="oeffentlich", recorder=second)
    assert given.scope == {"alles": "oeffentlich"}


def test_a_withdrawal_leaves_an_address_and_no_word(draft: CasePage) -> None:
    draft.save_revision()
    RawCase.objects.create(case=draft, sealed_text=seal({}))
    stone = consents.withdraw(case=draft)
    case = CasePage.objects.get(pk=draft.pk)
    assert (case.slug, stone.slug, case.is_withdrawn) == (draft.slug, draft.slug, True)
    assert (case.title, case.kernel, case.actors.count(), case.revisions.count()) == (
        "Zurückgezogener Fall",
        "",
        0,
        0,
    )
    assert not RawCase.objects.exists()
    assert consents.withdraw(case=case) == stone and CaseTombstone.objects.count() == 1
