"""What arrives beside the form of a page outlives the publication of an older draft; a follow-up takes no
live case off.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cases import gate as actions
from cases.models import CaseFollowUp, CasePage, Consent
from knowledge.models import ForumCycle, LessonPage, LessonVerdict
from methods.models import MethodCardPage, UsageReport

TEXT = "Nach einem Jahr läuft es von selbst."


def report(card: Any, **values: Any) -> UsageReport:
    return UsageReport.objects.create(
        **{
            "card_id": card.pk,
            "participants": 9,
            "planned_minutes": 60,
            "actual_minutes": 70,
            "worked": 4,
            "sort_order": 9,
        }
        | values
    )


def unjudged(lesson: Any) -> ForumCycle:
    return ForumCycle.objects.exclude(verdicts__lesson_id=lesson.pk).first()


def verdict(lesson: Any, **values: Any) -> LessonVerdict:
    return LessonVerdict(
        **{"cycle": unjudged(lesson), "kind": "bestaetigt", "reason": "Trug auch hier.", "sort_order": 9}
        | values
    )


def test_report_survives_an_older_draft(library: Any) -> None:
    card = MethodCardPage.objects.filter(usage_reports__isnull=False).first()
    before = card.usage_reports.count()
    revision = card.save_revision()
    arrived = report(card)
    revision.publish()
    card = MethodCardPage.objects.get(pk=card.pk)
    assert card.usage_reports.count() == before + 1
    assert card.usage_reports.filter(pk=arrived.pk).exists()


def test_verdict_survives_an_older_draft(library: Any) -> None:
    lesson = library.page("L01")
    before, revision = lesson.verdicts.count(), lesson.save_revision()
    arrived = verdict(lesson, lesson_id=lesson.pk)
    arrived.save()
    revision.publish()
    assert LessonPage.objects.get(pk=lesson.pk).verdicts.count() == before + 1


def test_row_taken_out_on_purpose_goes_and_stays_out(library: Any) -> None:
    """Also when later drafts are made of the draft in which it was taken out, and a report arrives in
    between.
    """
    card = MethodCardPage.objects.filter(usage_reports__isnull=False).first()
    card.save_revision()
    first = card.usage_reports.first()
    draft = MethodCardPage.objects.get(pk=card.pk)
    draft.usage_reports = [row for row in draft.usage_reports.all() if row.pk != first.pk]
    draft.title = "Neuer Titel"
    draft.save_revision()
    arrived = report(card)
    later = MethodCardPage.objects.get(pk=card.pk).get_latest_revision_as_object()
    assert arrived.pk in {row.pk for row in later.usage_reports.all()}, "the form shows it"
    assert first.pk not in {row.pk for row in later.usage_reports.all()}
    later.save_revision().publish()
    ids = set(MethodCardPage.objects.get(pk=card.pk).usage_reports.values_list("pk", flat=True))
    assert arrived.pk in ids
    assert first.pk not in ids


def test_row_written_in_a_draft_is_not_doubled(library: Any) -> None:
    """A new row has no id in its revision; published twice it is still one row."""
    card, lesson = MethodCardPage.objects.first(), library.page("L01")
    card.usage_reports.add(UsageReport(participants=9, planned_minutes=60, actual_minutes=71, worked=4))
    lesson.verdicts.add(verdict(lesson))
    counts = card.usage_reports.count(), lesson.verdicts.count()
    for revision in (card.save_revision(), lesson.save_revision()):
        revision.publish()
        type(revision).objects.get(pk=revision.pk).publish()
    assert (
        MethodCardPage.objects.get(pk=card.pk).usage_reports.count(),
        LessonPage.objects.get(pk=lesson.pk).verdicts.count(),
    ) == counts


# --------------------------------------------------------------------------- follow-ups


@pytest.fixture
def live(draft: CasePage) -> CasePage:
    """A released and reviewed case of a real installation, live."""
    release(draft)
    draft.get_latest_revision().publish()
    return CasePage.objects.get(pk=draft.pk)


def release(case: Any) -> None:
    actions.record_spoken_release(case=case, channel=Consent.Channel.PAPER, level="oeffentlich")
    actions.record_review(case=case, reviewer=get_user_model().objects.get(username="redaktion"))


def follow_up(case: Any) -> CaseFollowUp:
    CaseFollowUp.objects.filter(case=case, after=24).delete()
    return CaseFollowUp.objects.create(case=case, after=24, status=case.outcome, text=TEXT, sort_order=9)


def test_follow_up_takes_no_live_case_off_and_waits_for_its_release(live: CasePage, client: Client) -> None:
    assert not live.followups.filter(after=24).exists()
    follow_up(live)
    response = client.get(live.url)
    assert response.status_code == 200
    assert TEXT not in response.text
    page = CasePage.objects.get(pk=live.pk)
    actions.recheck(case=page)
    CasePage.objects.get(pk=live.pk).save()
    assert TEXT not in client.get(live.url).text
    assert CasePage.objects.get(pk=live.pk).live
    release(CasePage.objects.get(pk=live.pk))
    response = client.get(live.url)
    assert response.status_code == 200
    assert TEXT in response.text


def test_follow_up_with_a_name_is_never_shown(live: CasePage, client: Client) -> None:
    row = follow_up(live)
    CaseFollowUp.objects.filter(pk=row.pk).update(
        text="Das hat Bürgermeisterin Anna Schwarz aus Passau gesagt."
    )
    release(CasePage.objects.get(pk=live.pk))
    response = client.get(live.url)
    assert response.status_code == 200
    assert "Schwarz" not in response.text


def test_waiting_follow_up_is_not_in_the_index(live: CasePage) -> None:
    from search import registry

    follow_up(live)
    source = registry.source_for("case")
    assert TEXT not in str(source.build(source.eligible().get(pk=live.pk)))
    release(CasePage.objects.get(pk=live.pk))
    assert TEXT in str(source.build(source.eligible().get(pk=live.pk)))


def test_follow_up_survives_an_older_draft_and_does_not_hold_it_up(live: CasePage, client: Client) -> None:
    live.takeaway = "Ein anderer Schluss."
    live.save_revision()
    release(CasePage.objects.get(pk=live.pk).get_latest_revision_as_object())
    row = follow_up(live)
    CasePage.objects.get(pk=live.pk).get_latest_revision().publish()
    assert CaseFollowUp.objects.filter(pk=row.pk).exists()
    response = client.get(live.url)
    assert response.status_code == 200
    assert "Ein anderer Schluss." in response.text
    assert TEXT not in response.text
