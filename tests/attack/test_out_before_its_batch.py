"""A case that comes out alone tells by its day when it was consulted: approved means ready, and the batch
alone makes cases live.
"""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from cases.gate import batch_date, batch_of, publish_batch, ready_cases, release_demo, unmixed
from cases.models import CaseMeeting, CasePage, PublicationRefused
from knowledge.models import WorkingMeeting
from tests.factories import CasePageFactory, WorkingMeetingFactory, consulted, is_live, newest
from tests.integration.test_gate import PATHS, by_workflow

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(settings: Any) -> CasePage:
    """A case that nothing keeps back."""
    settings.DEMO_CONTENT_ALLOWED = True
    return approved()


@pytest.fixture
def chief(db: None) -> Any:
    """Somebody who may do everything."""
    return get_user_model().objects.create_superuser("leitung", "l@example.org", "geheim-und-lang")


def approved(circle: CasePage | None = None) -> CasePage:
    """A case that is ready; consulted at the second meeting where that of ``circle`` was at the first."""
    case = CasePageFactory()
    if circle is None:
        consulted(case)
    else:
        cycle = CaseMeeting.objects.get(case=circle).meeting.cycle
        CaseMeeting.objects.create(case=case, meeting=WorkingMeetingFactory(cycle=cycle, number=2))
    release_demo(case=case)
    case.save_revision()
    return CasePage.objects.get(pk=case.pk)


def released(case: CasePage) -> CasePage:
    """Out with two others of another meeting."""
    together = [case, approved(case), approved(case)]
    publish_batch(cases=together, on=batch_date())
    assert all(is_live(each) for each in together)
    return CasePage.objects.get(pk=case.pk)


@pytest.mark.parametrize("path", [path for path in PATHS if path is not by_workflow])
def test_no_way_publishes_one_that_is_ready(path: Any, ready: CasePage, chief: Any) -> None:
    with pytest.raises(PublicationRefused, match="bereit für die nächste gemischte") as refusal:
        path(ready, chief)
    assert [problem.code for problem in refusal.value.problems] == ["batch"]
    assert not is_live(ready)
    assert ready_cases() == [ready]


def test_the_end_of_a_workflow_makes_ready(ready: CasePage, chief: Any) -> None:
    by_workflow(ready, chief)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    assert not is_live(ready)
    assert ready_cases() == [ready]


def test_a_plan_by_date_is_put_back(ready: CasePage) -> None:
    revision = newest(ready)
    past = timezone.now() - timedelta(minutes=5)
    content = revision.content | {"go_live_at": past.isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
    call_command("publish_scheduled")
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert not is_live(ready)


def test_the_batch_makes_it_live_and_a_correction_needs_none(ready: CasePage) -> None:
    case = released(ready)
    assert (case.live, case.released_on) == (True, batch_date())
    case.kernel = "Ein besserer Kern, der dasselbe sagt."
    release_demo(case=case)
    case.save_revision().publish()
    assert CasePage.objects.get(pk=case.pk).kernel == "Ein besserer Kern, der dasselbe sagt."


def test_what_was_taken_off_comes_back_with_a_batch(ready: CasePage) -> None:
    released(ready).unpublish()
    with pytest.raises(PublicationRefused, match="gemischte"):
        newest(ready).publish()


def test_those_everybody_knows_already_hide_no_new_one(ready: CasePage) -> None:
    """Whoever kept the list of yesterday sees which one is new, and its day tells when it was consulted."""
    released(ready)
    back = list(CasePage.objects.live().order_by("pk"))
    for case in back:
        case.unpublish()
    assert unmixed(back) == "", "known ones alone tell no day"
    new = [CasePageFactory() for _number in range(3)]
    first, second = WorkingMeeting.objects.order_by("number")
    for case in new:
        CaseMeeting.objects.create(case=case, meeting=first)
    assert "Neue Fälle darunter: 1;" in unmixed([*back, new[0]])
    assert "demselben Treffen" in unmixed([*back, *new]), "the meeting of a known one hides none either"
    CaseMeeting.objects.filter(case=new[0]).update(meeting=second)
    assert unmixed([back[0], *new]) == ""


def test_a_new_one_that_has_to_wait_holds_no_known_one_back(
    ready: CasePage, chief: Any, client: Client
) -> None:
    released(ready)
    for case in CasePage.objects.live():
        case.unpublish()
    back = ready_cases()
    new = approved(ready)
    assert len(back) == 3 and unmixed(ready_cases()) and batch_of(ready_cases()) == back
    assert batch_of([new]) == [new] and batch_of([*back[:2], new]) == [*back[:2], new]
    client.force_login(chief)
    page = client.get(reverse("release_batch")).text
    assert "Gemeinsam veröffentlichen" in page
    assert "Neue Fälle darunter: 1;" in page.partition("Warten noch")[2]
    assert f'value="{new.pk}"' not in page and f'value="{back[0].pk}"' in page
    call_command("release_batch", stdout=StringIO())
    assert all(map(is_live, back)) and not is_live(new)


def test_the_form_says_ready_where_it_said_publish(ready: CasePage, chief: Any, client: Client) -> None:
    client.force_login(chief)
    address = reverse("wagtailadmin_pages:edit", args=[ready.pk])
    page = client.get(address).text
    assert "Bereit für die nächste gemischte Veröffentlichung" in page
    assert 'data-w-progress-target="label">Veröffentlichen<' not in page
    bulk = f"/admin/bulk/wagtailcore/page/publish/?id={ready.pk}&next=/admin/"
    told = client.post(bulk, {"include_descendants": ""}, follow=True).text
    assert "bereit für die nächste gemischte Veröffentlichung" in told
    assert not is_live(ready)
    says = client.get(reverse("case_release", args=[ready.pk])).text
    assert "bereit für die nächste gemischte Veröffentlichung" in says
    assert "er kann veröffentlicht werden" not in says
    corrected = client.get(reverse("wagtailadmin_pages:edit", args=[released(ready).pk])).text
    assert 'data-w-progress-target="label">Veröffentlichen<' in corrected
