"""What the tables of the cases keep after a scrub, and when it happens."""

from __future__ import annotations

from typing import Any

import pytest

from cases.gate import scrubbing
from cases.models import AnonymityReview, AnonymityScan, CasePage, Consent
from cases.sections import CaseText
from knowledge.anonymity.retention import subject_of

pytestmark = pytest.mark.django_db


def test_the_subject_names_somebody_who_wrote_it(draft: CasePage, writer: Any, second: Any) -> None:
    assert scrubbing.subject_of_case(draft).author_id == writer.pk
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    draft.save_revision(user=second)
    assert scrubbing.subject_of_case(draft).author_id == second.pk


def test_scans_and_remarks_of_earlier_texts_go(draft: CasePage, second: Any) -> None:
    digest = CaseText.of(draft).digest
    AnonymityScan.objects.create(case=draft, text_hash="alt", detector="2026.1", certain=0)
    row = {"mark": "m", "reason": "erfunden"}
    for version, risk in ((digest, ""), ("alt", "Frau Anna Schwarz aus Passau weiß davon.")):
        AnonymityReview.objects.create(
            case=draft, version_hash=version, exceptions=[row], residual_risk=risk, reviewer=second
        )
    scrubbing.scrub_case(case=draft, occasion=scrubbing.PUBLISHED)
    assert not AnonymityScan.objects.exists()
    kept = {review.version_hash: review.exceptions for review in AnonymityReview.objects.all()}
    assert kept == {digest: [row], "alt": []}
    assert not AnonymityReview.objects.exclude(residual_risk="").exists()


def test_many_cases_of_one_transaction_are_compacted_once(
    draft: CasePage, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    done: list[str] = []
    scrubbing._waiting.__dict__.clear()
    monkeypatch.setattr(scrubbing.scrub, "run", lambda *, subject, occasion: done.append(occasion))
    monkeypatch.setattr(scrubbing.scrub, "compact", lambda: done.append("compact"))
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(2):
            scrubbing.scrub_later(subject_of(draft), scrubbing.PUBLISHED)
    assert done == [scrubbing.PUBLISHED, "compact"]


def test_a_comment_beside_a_consent_goes(draft: CasePage) -> None:
    from django.utils import timezone

    Consent.objects.create(
        case=draft, version_hash="a", channel="papier", given_at=timezone.now(), comment="Bitte bald."
    )
    scrubbing.scrub_case(case=draft, occasion=scrubbing.PUBLISHED)
    assert Consent.objects.get().comment == ""
