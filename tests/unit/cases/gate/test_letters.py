"""The letter to the case giver: ready to copy or sent, a reminder, and nothing kept after the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from cases.gate import consents, letters
from cases.models import CasePage, ReleaseLink
from cases.sections import CaseText

pytestmark = pytest.mark.django_db
ADDRESS = "fallgeberin@rathaus.example"


def answered(link: ReleaseLink, case: CasePage) -> None:
    levels = dict.fromkeys(CaseText.of(case).digests, "oeffentlich")
    consents.record_release(link=link, case=case, levels=levels)


def test_the_letter_holds_the_link_and_no_word_of_the_case(draft: CasePage, second: Any) -> None:
    link, token = consents.create_release_link(case=draft, user=second)
    subject, body = letters.letter(link=link, sender=second, token=token)
    assert f"/freigabe/{token}/" in body and f"{link.expires_at:%Y}" in body
    assert second.get_username() in body
    assert draft.title not in subject + body
    assert "&" not in body, "a letter is no HTML"
    assert mail.outbox == []


def test_a_letter_that_is_sent_keeps_its_address_sealed_until_the_answer(
    draft: CasePage, second: Any
) -> None:
    link, token = consents.create_release_link(case=draft, user=second, address=ADDRESS)
    assert (mail.outbox[0].to, f"/freigabe/{token}/" in mail.outbox[0].body) == ([ADDRESS], True)
    stored = str(ReleaseLink.objects.values_list())
    assert ADDRESS not in stored and token not in stored
    assert letters.remind(link=link, user=second)
    assert f"/freigabe/{token}/" in mail.outbox[1].body and "noch einmal" in mail.outbox[1].body
    link.refresh_from_db()
    assert link.reminded_at is not None and link.sealed_letter
    answered(link, draft)
    link.refresh_from_db()
    assert link.sealed_letter == ""
    with pytest.raises(ValueError, match="keine Antwort mehr"):
        letters.remind(link=link, user=second)


def test_without_an_address_the_reminder_is_noted_and_tells_no_secret(draft: CasePage, second: Any) -> None:
    link, token = consents.create_release_link(case=draft, user=second)
    assert not letters.remind(link=link, user=second)
    link.refresh_from_db()
    assert link.reminded_at is not None and mail.outbox == []
    _subject, body = letters.letter(link=link, sender=second, is_reminder=True)
    assert token not in body and "Finden Sie ihn nicht mehr" in body


def test_what_is_no_address_makes_no_link(draft: CasePage, second: Any) -> None:
    with pytest.raises(ValueError, match="keine Mailadresse"):
        consents.create_release_link(case=draft, user=second, address="Frau Huber")
    assert not ReleaseLink.objects.exists() and mail.outbox == []


@pytest.mark.parametrize(
    "ends", [consents.revoke_release_link, lambda link: consents.withdraw(case=link.case)]
)
def test_a_link_that_ends_forgets_its_address(draft: CasePage, second: Any, ends: Any) -> None:
    link, _token = consents.create_release_link(case=draft, user=second, address=ADDRESS)
    ends(link=link)
    link.refresh_from_db()
    assert link.sealed_letter == ""


def test_the_letter_for_a_case_that_is_public_says_so(draft: CasePage, second: Any) -> None:
    link, token = consents.create_release_link(case=draft, user=second)
    _subject, body = letters.letter(link=link, sender=second, token=token)
    assert "Ohne Ihr Ja erscheint nichts" in body
    link.case.live = True
    _subject, body = letters.letter(link=link, sender=second, token=token)
    assert "Ohne Ihr Ja erscheint nichts" not in body
    assert "ein Nein nimmt den Fall vom Netz" in body


def test_the_library_reminds_once_after_two_weeks(draft: CasePage, second: Any) -> None:
    """Guards: each condition of ``remind_due``; the mail of the letter itself is the first."""
    link, _token = consents.create_release_link(case=draft, user=second, address=ADDRESS)

    def reminded(**values: Any) -> int:
        ReleaseLink.objects.filter(pk=link.pk).update(**values)
        return letters.remind_due()

    now = timezone.now()
    assert reminded() == 0, "two weeks have not passed"
    assert reminded(created_at=now - timedelta(days=15), expires_at=now + timedelta(days=3)) == 0, "too late"
    assert reminded(expires_at=now + timedelta(days=45), revoked_at=now) == 0, "closed"
    assert len(mail.outbox) == 1
    assert reminded(revoked_at=None) == 1
    assert "noch einmal" in mail.outbox[1].body
    assert letters.remind_due() == 0, "once"


def test_nobody_is_reminded_who_answered_or_gave_no_address(draft: CasePage, second: Any) -> None:
    link, _token = consents.create_release_link(case=draft, user=second)
    long_ago = timezone.now() - timedelta(days=20)
    ReleaseLink.objects.update(created_at=long_ago)
    assert letters.remind_due() == 0
    link, _token = consents.create_release_link(case=draft, user=second, address=ADDRESS)
    ReleaseLink.objects.update(created_at=long_ago)
    answered(link, draft)
    assert letters.remind_due() == 0
    assert len(mail.outbox) == 1
