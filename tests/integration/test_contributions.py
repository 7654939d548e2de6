"""Usage reports, verdicts and follow-ups stand beside pages: an older draft never touches them, they are
shown once somebody has accepted them, and a follow-up takes no live case off.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import gate as actions
from cases.gate.profile_rules import profile_problems
from cases.models import CaseClearance, CasePage, Consent
from cases.sections import CaseText
from knowledge import contributions
from knowledge.contributions import Contribution
from knowledge.guard import PublicTextRefused
from knowledge.models import ForumCycle, LessonPage
from methods.models import MethodCardPage
from search import engines, registry
from search.ingest import public_document
from tests.factories import contributions as make
from tests.factories import found_nobody
from tests.factories.contributions import accepted

TEXT = "Nach einem Jahr läuft es von selbst."
NAMED = "Das hat Bürgermeisterin Anna Schwarz aus Passau gesagt."


@pytest.fixture
def editor(library: Any) -> Any:
    return get_user_model().objects.get(username="redaktion")


@pytest.fixture
def live(draft: CasePage) -> CasePage:
    """A released and reviewed case of a real installation, live."""
    release(draft)
    with actions.released_together():
        draft.get_latest_revision().publish()
    return CasePage.objects.get(pk=draft.pk)


def release(case: Any) -> None:
    actions.record_spoken_release(case=case, channel=Consent.Channel.PAPER, level="oeffentlich")
    found_nobody(case)
    actions.record_review(case=case, reviewer=get_user_model().objects.get(username="redaktion"))


def follow_up(case: Any, **values: Any) -> Any:
    return make.follow_up(case, **{"after": 24, "status": "aufgegeben", "text": TEXT} | values)


def unjudged(lesson: Any) -> ForumCycle:
    return ForumCycle.objects.exclude(verdicts__lesson_id=lesson.pk).first()


def card_of(library: Any) -> MethodCardPage:
    return MethodCardPage.objects.filter(usage_reports__isnull=False).first()


KINDS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Contribution]]] = {
    "usage_reports": (card_of, make.usage_report),
    "verdicts": (
        lambda library: library.page("L01"),
        lambda lesson: make.verdict(lesson, cycle=unjudged(lesson).number),
    ),
    "followups": (lambda library: library.page("F01"), lambda case: follow_up(case, after=6)),
}


@pytest.fixture(params=KINDS)
def contributed(request: pytest.FixtureRequest, library: Any) -> tuple[str, Any, Contribution]:
    """Relation, page and a contribution that is not stored yet, of each kind."""
    find, build = KINDS[request.param]
    page = find(library)
    if request.param == "followups":
        page.followups.filter(after=6).delete()
    return request.param, page, build(page)


# --------------------------------------------------------------------------- drafts


def test_it_survives_an_older_draft(contributed: Any) -> None:
    name, page, row = contributed
    before, revision = getattr(page, name).count(), page.save_revision()
    row.save()
    revision.publish()
    fresh = type(page).objects.get(pk=page.pk)
    assert getattr(fresh, name).count() == before + 1
    assert getattr(fresh, name).filter(pk=row.pk).exists()


def test_a_revision_knows_nothing_of_it(contributed: Any) -> None:
    name, page, row = contributed
    accepted(row)
    assert name not in page.save_revision().content


# --------------------------------------------------------------------------- states


def test_it_is_shown_once_accepted_and_gone_when_put_back(contributed: Any, editor: Any) -> None:
    name, page, row = contributed

    def shown() -> set[int]:
        return {item.pk for item in type(page).objects.get(pk=page.pk).shown(name)}

    row.save()
    assert row.pk not in shown()
    accepted(row)
    assert row.pk in shown()
    contributions.put_back(contribution=row, user=editor)
    assert row.is_received
    assert row.pk not in shown()
    contributions.reject(contribution=row, user=editor, reason="Doppelt.")
    assert row.pk not in shown()
    assert row.keep_until == timezone.localdate() + timedelta(days=90)


def test_its_state_moves_by_actions_alone(contributed: Any, editor: Any) -> None:
    _name, _page, row = contributed
    row.save()
    row.state = "angenommen"
    with pytest.raises(contributions.StateMoved):
        row.save()
    with pytest.raises(contributions.StateMoved):
        type(row)(state="angenommen").save()
    row.refresh_from_db()
    contributions.reject(contribution=row, user=editor, reason="Doppelt.")
    with pytest.raises(ValidationError, match="inzwischen entschieden"):
        contributions.accept(contribution=row, user=editor)
    with pytest.raises(ValidationError, match="warum"):
        contributions.put_back(contribution=row, user=editor)
        contributions.reject(contribution=row, user=editor, reason=" ")


def test_words_that_name_somebody_are_not_accepted_nor_written_later(contributed: Any, editor: Any) -> None:
    _name, _page, row = contributed
    text = next(name for name in ("adapted", "reason", "text") if hasattr(row, name))
    setattr(row, text, NAMED)
    row.save()
    assert {found["kind"] for found in row.findings} >= {"person"}
    assert "Schwarz" not in str(row.findings)
    with pytest.raises(PublicTextRefused):
        contributions.accept(contribution=row, user=editor)
    setattr(row, text, "Es trug.")
    row.save()
    assert row.findings == []
    contributions.accept(contribution=row, user=editor)
    setattr(row, text, NAMED)
    with pytest.raises(PublicTextRefused):
        row.save()


def test_a_record_with_contributions_is_not_deleted(contributed: Any) -> None:
    from knowledge.base.in_use import InUse

    _name, page, row = contributed
    row.save()
    with pytest.raises(InUse, match=str(row._meta.verbose_name)):
        page.delete()
    with pytest.raises(InUse, match="Veröffentlichung aufheben"):
        type(page).objects.filter(pk=page.pk).delete()


def test_what_nobody_decided_about_goes_on_its_day(contributed: Any) -> None:
    _name, _page, row = contributed
    row.save()
    assert contributions.forget_old() == 0
    type(row).objects.filter(pk=row.pk).update(keep_until=timezone.localdate() - timedelta(days=1))
    assert contributions.forget_old() == 1
    assert not type(row).objects.filter(pk=row.pk).exists()


# --------------------------------------------------------------------------- follow-ups


def test_follow_up_takes_no_live_case_off(live: CasePage, client: Client, editor: Any) -> None:
    """200 throughout: received, accepted, with the batch, put back."""
    row = follow_up(live)
    row.save()
    assert answer(client, live) == (200, False)
    contributions.accept(contribution=row, user=editor)
    assert answer(client, live) == (200, False)
    actions.recheck(case=CasePage.objects.get(pk=live.pk))
    CasePage.objects.get(pk=live.pk).save()
    assert answer(client, live) == (200, False)
    assert contributions.release_waiting(on=date(2026, 9, 1)) == 1
    assert answer(client, live) == (200, True)
    contributions.put_back(contribution=row, user=editor)
    assert answer(client, live) == (200, False)


def answer(client: Client, case: CasePage) -> tuple[int, bool]:
    response = client.get(case.url)
    return response.status_code, TEXT in response.text


def test_editors_and_alumni_read_it_before_the_batch(live: CasePage, signed_in: Any, editor: Any) -> None:
    row = follow_up(live)
    row.save()
    contributions.accept(contribution=row, user=editor)
    for name in ("redaktion", "alumna"):
        response = signed_in(name).get(live.url)
        assert TEXT in response.text, name
        assert "ach etwa zwei Jahren" in response.text
    assert TEXT not in Client().get(live.url).text


def test_its_newest_follow_up_is_the_outcome_of_a_case(live: CasePage, editor: Any) -> None:
    assert live.shown_outcome == live.outcome
    second = follow_up(live)
    accepted(follow_up(live, after=6, status="begonnen"))
    assert CasePage.objects.get(pk=live.pk).shown_outcome == "begonnen"
    second.save()
    contributions.accept(contribution=second, user=editor)
    case = CasePage.objects.get(pk=live.pk)
    assert case.shown_outcome == "begonnen"
    case.read_inside = True
    assert case.shown_outcome == "aufgegeben"
    contributions.release_waiting(on=date(2026, 9, 1))
    assert CaseClearance.objects.get(case=live).outcome == "aufgegeben"
    document = registry.source_for("case").build(CasePage.objects.get(pk=live.pk))
    assert document.display["outcome"] == "aufgegeben"
    assert document.facets["ausgang"] == ("aufgegeben",)


def test_the_inner_index_has_it_at_once_and_the_public_one_with_the_batch(
    live: CasePage, editor: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row, source = follow_up(live), registry.source_for("case")
    row.save()

    def held() -> tuple[bool, bool]:
        document = source.build(source.eligible().get(pk=live.pk))
        return TEXT in str(document), TEXT in str(public_document(document))

    assert held() == (False, False)
    contributions.accept(contribution=row, user=editor)
    assert held() == (True, False)
    inside = source.eligible().get(pk=live.pk)
    inside.read_inside = True
    assert TEXT not in str(public_document(source.build(inside))), "whoever the object was read for"
    with django_capture_on_commit_callbacks(execute=True):
        contributions.release_waiting(on=date(2026, 9, 1))
    assert held() == (True, True)
    assert TEXT in str(engines.current()._documents[source.key(live)])  # type: ignore[attr-defined]


def test_who_entered_a_follow_up_does_not_accept_it(live: CasePage, editor: Any, author: Any) -> None:
    row = follow_up(live, submitted_by=editor)
    row.save()
    with pytest.raises(PermissionDenied, match="andere Person"):
        contributions.accept(contribution=row, user=editor)
    contributions.accept(contribution=row, user=author)


def test_one_follow_up_is_accepted_for_a_time(live: CasePage, editor: Any) -> None:
    accepted(follow_up(live))
    second = follow_up(live)
    second.save()
    with pytest.raises(ValidationError, match="schon eine Nachverfolgung"):
        contributions.accept(contribution=second, user=editor)


def test_words_that_narrow_the_municipality_down_are_not_accepted(live: CasePage, editor: Any) -> None:
    CasePage.objects.filter(pk=live.pk).update(
        federal_state="BW", size_band="landgemeinde-klein", finance_band="", workforce_band=""
    )
    row = follow_up(live, text="Der Stadtrat hat es beschlossen.")
    row.save()
    with pytest.raises(ValidationError, match="Kommunen"):
        contributions.accept(contribution=row, user=editor)


def test_one_fact_more_than_two_people_let_stand_is_not_accepted(live: CasePage, editor: Any) -> None:
    CasePage.objects.filter(pk=live.pk).update(
        finance_band="", workforce_band="", takeaway="Unser Theater spielt seitdem wieder."
    )
    case = CasePage.objects.get(pk=live.pk)
    (known,) = profile_problems(case, CaseText.of(case))
    assert known.code == "k_facts"
    row = follow_up(live, text="Unsere Straßenbahn fährt wieder.")
    row.save()
    with pytest.raises(ValidationError, match="Straßenbahn"):
        contributions.accept(contribution=row, user=editor)
    row.text = "Seitdem läuft es."
    row.save()
    contributions.accept(contribution=row, user=editor)


def test_follow_ups_of_a_withdrawn_case_are_gone(live: CasePage, client: Client, editor: Any) -> None:
    row = accepted(follow_up(live))
    actions.withdraw(case=live)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert client.get(live.url).status_code == 410
    late = follow_up(live)
    late.save()
    with pytest.raises(ValidationError, match="zurückgezogen"):
        contributions.accept(contribution=late, user=editor)


def test_follow_up_does_not_hold_an_older_draft_up(live: CasePage, client: Client) -> None:
    live.takeaway = "Ein anderer Schluss."
    live.save_revision()
    release(CasePage.objects.get(pk=live.pk).get_latest_revision_as_object())
    row = accepted(follow_up(live))
    CasePage.objects.get(pk=live.pk).get_latest_revision().publish()
    assert type(row).objects.filter(pk=row.pk).exists()
    response = client.get(live.url)
    assert response.status_code == 200
    assert "Ein anderer Schluss." in response.text
    assert TEXT in response.text


# --------------------------------------------------------------------------- relations and methods


def test_a_relation_or_a_method_changes_nobodys_consent(live: CasePage, library: Any, client: Client) -> None:
    from cases.models import CaseMethod, CaseRelation

    live.relations.add(CaseRelation(other=library.page("F02"), kind="aehnliche-frage", reason="Lesen."))
    live.case_methods.add(CaseMethod(method=library.page("M05")))
    live.save_revision().publish()
    assert "Lesen." in client.get(live.url).text
    live = CasePage.objects.get(pk=live.pk)
    live.relations = [CaseRelation(other=library.page("F02"), kind="aehnliche-frage", reason=NAMED)]
    with pytest.raises(PermissionDenied, match="Verwandte Fälle"):
        live.save_revision().publish()


# --------------------------------------------------------------------------- verdicts


def test_a_verdict_counts_for_readers_with_the_batch(library: Any, editor: Any) -> None:
    lesson = library.page("L01")
    row = make.verdict(lesson, cycle=unjudged(lesson).number, kind="widerlegt")
    row.save()
    contributions.accept(contribution=row, user=editor)
    before = lesson.refuting_cycles

    def refuting(**state: Any) -> int:
        fresh = LessonPage.objects.get(pk=lesson.pk)
        for name, value in state.items():
            setattr(fresh, name, value)
        return fresh.refuting_cycles

    assert refuting() == before
    assert refuting(read_inside=True) == before + 1
    contributions.release_waiting(on=date(2026, 9, 1))
    assert refuting() == before + 1


def test_one_verdict_of_a_cycle_is_accepted(library: Any, editor: Any) -> None:
    lesson = library.page("L01")
    first, second = (make.verdict(lesson, cycle=unjudged(lesson).number) for _time in range(2))
    accepted(first)
    second.cycle = first.cycle
    second.save()
    with pytest.raises(ValidationError, match="schon ein Urteil"):
        contributions.accept(contribution=second, user=editor)


def test_a_single_judgement_is_counted_and_not_told(library: Any, client: Client, signed_in: Any) -> None:
    """Alone it would say which cycle it was; whoever is signed in reads it at once."""
    lesson = library.page("L01")
    lesson.verdicts.all().delete()
    row = accepted(make.verdict(lesson, cycle=unjudged(lesson).number, reason="Es trug überall."))
    shown = client.get(lesson.url).text
    assert "In 1 Staffel bestätigt" in shown
    assert row.reason not in shown
    assert row.reason in signed_in("alumna").get(lesson.url).text
    accepted(make.verdict(lesson, cycle=unjudged(lesson).number, kind="widerlegt", reason="Hier nicht."))
    shown = client.get(lesson.url).text
    assert row.reason in shown and "Hier nicht." in shown
    assert str(row.cycle) not in shown


# --------------------------------------------------------------------------- ways in


def test_record_and_list_lead_to_the_short_form(contributed: Any, signed_in: Any) -> None:
    """From the form of the page, which shows what was accepted and saves none of it, and from the list."""
    name, page, row = contributed
    accepted(row)
    client, kind = signed_in("admin"), type(row)
    names = kind.snippet_viewset.get_url_name  # type: ignore[attr-defined]
    add = f"{reverse(names('add'))}?{kind.about}={page.pk}"
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert form.count(add.replace("&", "&amp;")) == 2, "in the header and beside the rows"
    assert reverse(names("inspect"), args=[row.pk]) in form
    assert f"{name}-TOTAL_FORMS" not in form
    listed = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert add in listed.text
    assert client.get(add).context["form"].instance.record == page


def test_received_ones_wait_on_the_first_screen(contributed: Any, signed_in: Any) -> None:
    _name, _page, row = contributed
    row.save()
    address = reverse(type(row).snippet_viewset.get_url_name("inspect"), args=[row.pk])  # type: ignore[attr-defined]
    assert address in signed_in("redaktion").get(reverse("wagtailadmin_home")).text
    assert address not in signed_in("moderation").get(reverse("wagtailadmin_home")).text
