"""Which answer of the case giver holds for which words, and what the gate says about the whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.gate.clearance import changed_sections, decided_exceptions, is_cleared, judged, problems, standing
from cases.models import AnonymityReview, CaseClearance, CasePage, Consent
from cases.sections import LISTED, CaseText
from tests.factories import found_nobody
from tests.factories.contributions import accepted, follow_up

pytestmark = pytest.mark.django_db


def consent(case: CasePage, *, days: int = 0, **levels: str) -> Consent:
    """An answer section by section to the present text; ``days`` later than now."""
    text = CaseText.of(case)
    scope = {
        key: {"level": levels.get(key, "oeffentlich"), "hash": digest} for key, digest in text.digests.items()
    }
    return Consent.objects.create(
        case=case,
        version_hash=text.digest,
        scope=scope,
        channel=Consent.Channel.LINK,
        given_at=timezone.now() + timedelta(days=days),
    )


def review(case: CasePage, reviewer: Any, **values: Any) -> AnonymityReview:
    found_nobody(case)
    return AnonymityReview.objects.create(
        case=case,
        version_hash=CaseText.of(case).digest,
        reviewer=reviewer,
        **({"state": AnonymityReview.State.PASSED} | values),
    )


def codes(case: CasePage) -> set[str]:
    return {problem.code for problem in problems(CasePage.objects.get(pk=case.pk))}


def test_a_new_case_begins_as_a_draft_and_an_alias_is_none() -> None:
    assert [problem.code for problem in problems(CasePage(title="Ein Fall"))] == ["new"]
    assert [problem.code for problem in problems(CasePage(title="Ein Fall", alias_of_id=1))] == ["alias"]


def test_consent_and_review_open_the_gate(draft: CasePage, second: Any) -> None:
    assert codes(draft) == {"consent", "review", "intruder"}
    given = consent(draft)
    assert codes(draft) == {"review", "intruder"}
    review(draft, second)
    judgement = judged(CasePage.objects.get(pk=draft.pk))
    assert judgement.problems == [] and judgement.consent == given
    assert judgement.text.digest == CaseText.of(draft).digest


def test_a_changed_section_is_named(draft: CasePage) -> None:
    given = consent(draft)
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    assert [section.key for section in changed_sections(given, CaseText.of(draft))] == ["kern"]


def test_a_consent_to_the_whole_falls_with_one_word(draft: CasePage) -> None:
    text = CaseText.of(draft)
    whole = Consent(case=draft, version_hash=text.digest, scope={"alles": "oeffentlich"})
    assert changed_sections(whole, text) == []
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    assert changed_sections(whole, CaseText.of(draft)) == CaseText.of(draft).sections


@pytest.mark.parametrize(("level", "found"), [("nein", "section"), ("alumni", "access_level")])
def test_a_stricter_later_answer_holds_at_once(draft: CasePage, second: Any, level: str, found: str) -> None:
    consent(draft)
    review(draft, second)
    later = CasePage.objects.get(pk=draft.pk)
    later.kernel = "Ein anderer Kern, den niemand kennt."
    consent(later, days=1, frage=level)
    assert codes(draft) == {found}


def test_a_withdrawn_consent_closes_the_gate(draft: CasePage, second: Any) -> None:
    review(draft, second)
    consent(draft)
    Consent.objects.update(withdrawn_at=timezone.now())
    assert codes(draft) == {"withdrawn"}


def test_invented_content_is_shown_in_a_demonstration_only(draft: CasePage, settings: Any) -> None:
    review(draft, None)
    Consent.objects.create(
        case=draft,
        version_hash=CaseText.of(draft).digest,
        scope={"alles": "oeffentlich"},
        channel=Consent.Channel.DEMO,
        given_at=timezone.now(),
    )
    assert codes(draft) == set()
    settings.DEMO_CONTENT_ALLOWED = False
    assert codes(draft) == {"demo", "four_eyes"}


def test_a_follow_up_takes_nothing_off(draft: CasePage, second: Any) -> None:
    consent(draft)
    review(draft, second)
    accepted(follow_up(draft))
    assert judged(CasePage.objects.get(pk=draft.pk)).problems == []


def test_what_would_keep_it_had_this_person_reviewed_it(draft: CasePage, writer: Any, second: Any) -> None:
    consent(draft)
    found_nobody(draft)
    case = CasePage.objects.get(pk=draft.pk)
    assert problems(case, reviewer=second) == []
    assert [problem.code for problem in problems(case, reviewer=writer)] == ["four_eyes"]


def test_standing_judges_what_is_there(draft: CasePage, second: Any) -> None:
    consent(draft)
    review(draft, second)
    case = CasePage.objects.get(pk=draft.pk)
    assert standing(case).problems == []
    assert standing(case, CaseText.of(case)).text.digest == CaseText.of(case).digest


def test_decided_exceptions_are_those_of_exactly_this_text(draft: CasePage, second: Any) -> None:
    row = {"mark": "m" * 32, "reason": AnonymityReview.Reason.INVENTED.value}
    review(draft, second, exceptions=[row, {"mark": "x", "reason": "weil"}])
    assert decided_exceptions(draft) == [row]
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    assert decided_exceptions(draft) == []


def test_a_clearance_counts_while_detector_and_consent_do(draft: CasePage, settings: Any) -> None:
    assert not is_cleared(draft)
    given = consent(draft)
    CaseClearance.objects.create(
        case=draft,
        consent=given,
        cleared_hash="x",
        cleared_detector="2026.1",
        detector_order=2026001,
        k=50,
        outcome=draft.outcome,
        **{name: getattr(draft, name) for name in LISTED},
    )
    assert is_cleared(CasePage.objects.get(pk=draft.pk))
    CaseClearance.objects.update(title="Ein anderer Titel")
    assert not is_cleared(CasePage.objects.get(pk=draft.pk))
    CaseClearance.objects.update(title=draft.title)
    settings.ANONYMITY_DETECTOR_LEAST = "2026.2"
    assert not is_cleared(CasePage.objects.get(pk=draft.pk))
    settings.ANONYMITY_DETECTOR_LEAST = "2026.1"
    Consent.objects.update(withdrawn_at=timezone.now())
    assert not is_cleared(CasePage.objects.get(pk=draft.pk))
