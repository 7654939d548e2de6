"""No public text names somebody: every page type but the cases passes the same guard on every way to
publish.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from knowledge.base import german_slug
from knowledge.guard import rules
from knowledge.guard.public_texts import texts_of
from knowledge.guard.rules import PublicTextRefused
from knowledge.models import (
    AnonymityTrail,
    ContentPage,
    FindingDecision,
    LessonPage,
    LessonVerdict,
    WorkingMeeting,
)
from methods.models import MethodTip
from tests.factories import UserFactory, newest
from tests.unit.forms import form_class, posted

PERSON, PHONE = "Kämmerin Anna Schwarz", "0851 1234567"
NAMED = f"Das sagte {PERSON} aus Passau, Telefon {PHONE}."
DOUBT = "Wir sind 4.312 Einwohner."

#: What a person can write into each kind of page; the code is that of a demo record.
PLACES = {
    "lesson": ("L01", lambda page, words: setattr(page, "observation", f"<p>{words}</p>")),
    "lesson condition": ("L01", lambda page, words: _row(page, "conditions", text=words, holds=True)),
    "method": ("M01", lambda page, words: setattr(page, "when_not", words)),
    "cycle": ("S1", lambda page, words: setattr(page, "summary", f"<p>{words}</p>")),
    "publication": ("P01", lambda page, words: setattr(page, "abstract", words)),
    "search engines": ("L01", lambda page, words: setattr(page, "search_description", words)),
}


def _row(page: Any, relation: str, **values: Any) -> None:
    model = getattr(page, relation).model
    setattr(page, relation, [*getattr(page, relation).all(), model(sort_order=99, **values)])


@pytest.fixture
def lesson(library: Any, author: Any) -> LessonPage:
    page = library.page("L01")
    page.observation = f"<p>{NAMED}</p>"
    page.save_revision(user=author)
    return page


def shown(page: Any) -> str:
    return Client().get(page.url).text


@pytest.mark.parametrize("place", PLACES)
def test_a_name_does_not_become_public(place: str, library: Any, author: Any) -> None:
    code, write = PLACES[place]
    page = library.page(code)
    write(page, NAMED)
    page.save_revision(user=author)
    with pytest.raises(PublicTextRefused) as refusal:
        newest(page).publish(user=author)
    text = " ".join(refusal.value.messages)
    assert "Schwarz" in text
    assert "Passau" in text
    assert PHONE in text
    assert "Schwarz" not in shown(page)


def test_landing_and_plain_pages_are_read_too(library: Any) -> None:
    for page in (
        Page.objects.get(slug="themen").specific,
        Page.objects.get(slug="finanzen").specific,
        Page.objects.get(slug="lehren").specific,
    ):
        page.intro = f"<p>{NAMED}</p>"
        with pytest.raises(PublicTextRefused):
            page.save_revision().publish()
    home = Page.objects.get(slug="start").specific
    home.question = f"Was sagt {PERSON}?"
    with pytest.raises(PublicTextRefused):
        home.save_revision().publish()


# --------------------------------------------------------------------------- every way to publish


def by_revision(page: Any, user: Any) -> None:
    newest(page).publish(user=user)


def by_action(page: Any, user: Any) -> None:
    PublishPageRevisionAction(newest(page), user=user).execute(skip_permission_checks=True)


def by_save(page: Any, user: Any) -> None:
    page.save()


def by_bulk_action(page: Any, user: Any) -> None:
    from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

    PublishBulkAction.execute_action([page], user=user)


def by_workflow(page: Any, user: Any) -> None:
    workflow = Workflow.objects.create(name="Freigabe")
    WorkflowTask.objects.create(
        workflow=workflow, task=GroupApprovalTask.objects.create(name="Prüfung"), sort_order=1
    )
    workflow.start(page, user).current_task_state.approve(user=user)


@pytest.mark.parametrize("path", [by_revision, by_action, by_save, by_bulk_action, by_workflow])
def test_every_path_is_refused(path: Any, lesson: LessonPage, author: Any) -> None:
    with pytest.raises(PublicTextRefused):
        path(lesson, author)
    assert "Schwarz" not in shown(lesson)


def test_a_new_page_is_refused(lesson: LessonPage) -> None:
    before = LessonPage.objects.count()
    with pytest.raises(PublicTextRefused):
        lesson.copy(update_attrs={"slug": "kopie"})
    assert LessonPage.objects.filter(live=True).count() == before


def test_the_schedule_is_refused_and_the_run_goes_on(lesson: LessonPage, library: Any) -> None:
    revision = newest(lesson)
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=5)
    )
    other = library.page("L02")
    other.unpublish()
    other.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert "Schwarz" not in shown(lesson)
    assert Page.objects.get(pk=other.pk).live


def test_the_editor_is_told_where_and_what_to_do(lesson: LessonPage, admin: Client) -> None:
    answer = admin.post(
        f"/admin/bulk/wagtailcore/page/publish/?id={lesson.pk}&next=/admin/",
        {"include_descendants": ""},
        follow=True,
    )
    text = " ".join(answer.text.split())
    assert f"Beobachtung: „{PHONE}“" in text or f"Beobachtung: „Telefon {PHONE}“" in text
    assert reverse("public_text", args=[lesson.pk]) in text
    assert "Schwarz" not in shown(lesson)


def test_an_address_says_nothing_that_the_titles_do_not(library: Any, author: Any) -> None:
    """It stands in sitemap and lists, and former ones lead to the page for ever."""
    page = library.page("L01")

    def errors(slug: str) -> dict[str, Any]:
        data = posted(form_class(LessonPage)(instance=page, for_user=author), {"slug": slug})
        return dict(form_class(LessonPage)(data, instance=page, for_user=author).errors)

    assert errors(page.slug) == errors(german_slug(page.short_name)) == errors("") == {}
    assert "schwarz" in str(errors(f"{page.slug}-anna-schwarz")["slug"])


def test_a_torn_form_is_given_back(library: Any, signed_in: Any) -> None:
    answer = signed_in("redaktion").post(
        f"/admin/pages/{library.page('F01').pk}/edit/", {"kernel": "Was ich schrieb."}
    )
    assert answer.status_code == 400 and "nicht vollständig" in answer.text
    assert "Was ich schrieb." in answer.text


# --------------------------------------------------------------------------- decisions


def _write(page: Any, words: str, user: Any) -> Any:
    page.observation = f"<p>{words}</p>"
    page.save_revision(user=user)
    return page.get_latest_revision_as_object()


def test_a_doubt_may_stay_with_a_reason(library: Any, author: Any, admin: Client) -> None:
    page = library.page("L01")
    draft = _write(page, DOUBT, author)
    with pytest.raises(PublicTextRefused):
        newest(page).publish(user=author)
    (finding,) = rules.open_findings(draft)
    address = reverse("public_text", args=[page.pk])
    assert "4.312 Einwohner" in admin.get(address).text
    admin.post(address, {f"grund-{finding.mark}": "trifft-viele"})
    assert "nichts offen" in admin.get(address).text
    newest(page).publish(user=author)
    assert "4.312 Einwohner" in shown(page)
    decision = FindingDecision.objects.get(subject=rules.subject_key(page))
    assert (decision.decided_by, decision.reason) == (author, "trifft-viele")
    assert AnonymityTrail.objects.filter(
        subject=decision.subject, action="fund", reason="trifft-viele"
    ).exists()


def test_a_decision_holds_for_these_words_only(library: Any, author: Any) -> None:
    page = library.page("L01")
    draft = _write(page, DOUBT, author)
    rules.decide(draft, mark=rules.open_findings(draft)[0].mark, reason="trifft-viele", user=author)
    assert rules.open_findings(draft) == []
    assert rules.open_findings(_write(page, "Wir sind 4.313 Einwohner.", author))


def test_a_certain_finding_needs_a_second_person(library: Any, author: Any) -> None:
    page = library.page("L01")
    draft = _write(page, f"Das sagte {PERSON} dazu.", author)
    finding = rules.open_findings(draft)[0]
    with pytest.raises(ValueError, match="zweite Person"):
        rules.decide(draft, mark=finding.mark, reason="urheber", user=author)
    rules.decide(draft, mark=finding.mark, reason="urheber", user=UserFactory())
    assert finding.mark not in {item.mark for item in rules.open_findings(draft)}


def test_a_contact_never_stays_on_a_lesson_but_in_an_imprint(library: Any, author: Any) -> None:
    page = library.page("L01")
    draft = _write(page, f"Telefon {PHONE}", author)
    (finding,) = rules.open_findings(draft)
    with pytest.raises(ValueError, match="bleiben hier nie stehen"):
        rules.decide(draft, mark=finding.mark, reason="veranstalter", user=UserFactory())
    imprint = ContentPage.objects.first()
    imprint.body = [("paragraph", f"<p>Telefon {PHONE}</p>")]
    imprint.save_revision(user=author)
    draft = imprint.get_latest_revision_as_object()
    (finding,) = rules.open_findings(draft)
    rules.decide(draft, mark=finding.mark, reason="veranstalter", user=UserFactory())
    newest(imprint).publish(user=author)
    assert PHONE in shown(imprint)


def test_the_moderation_decides_nothing_it_may_not_edit(library: Any, client: Client) -> None:
    address = reverse("public_text", args=[library.page("L01").pk])
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(role="Alumni"))
    assert client.get(address).status_code in {302, 403}


# --------------------------------------------------------------------------- records beside pages


def test_rows_and_snippets_refuse_a_name_wherever_they_are_saved(library: Any) -> None:
    card, lesson, meeting = library.page("M01"), library.page("L01"), WorkingMeeting.objects.first()
    with pytest.raises(ValidationError):
        MethodTip.objects.create(card=card, text=NAMED)
    verdict = LessonVerdict.objects.filter(lesson=lesson).first()
    verdict.reason = NAMED
    with pytest.raises(ValidationError):
        verdict.save()
    meeting.public_note = NAMED
    with pytest.raises(ValidationError) as refusal:
        meeting.full_clean()
    assert "public_note" in refusal.value.message_dict
    with pytest.raises(ValidationError):
        meeting.save()


def test_an_answer_to_a_question_names_nobody(library: Any) -> None:
    from knowledge.models import OpenQuestion

    question = OpenQuestion.objects.create(
        text="Wie teilen wir den Bauhof mit anderen?", state=OpenQuestion.State.CONFIRMED
    )
    question.state, question.reply = OpenQuestion.State.REJECTED, NAMED
    with pytest.raises(ValidationError) as refusal:
        question.full_clean()
    assert "reply" in refusal.value.message_dict


def test_the_glossary_names_nobody(signed_in: Any) -> None:
    client = signed_in("redaktion")
    answer = client.post(
        "/admin/snippets/search/glossaryentry/add/",
        {"term": PERSON, "equivalents": "Kasse", "kind": "synonym", "is_active": "on"},
    )
    assert answer.status_code == 200
    assert "„Anna Schwarz“" in answer.text


# --------------------------------------------------------------------------- the demo


def test_demo_pages_have_nothing_open_and_no_exemption(library: Any, public_pages: list[Page]) -> None:
    """The demo passes as it is; each exception names its words, and without them it would be refused."""
    pages = [page for page in public_pages if getattr(page, "is_guarded", False)]
    assert len({type(page) for page in pages}) >= 9
    assert not [(page.slug, item.words) for page in pages for item in rules.open_findings(page)]
    assert FindingDecision.objects.exists()
    FindingDecision.objects.all().delete()
    assert any(rules.open_findings(page) for page in pages)


def test_every_text_of_a_page_is_read(library: Any) -> None:
    read = " ".join(text for _field, _label, text in texts_of(library.page("S1")))
    cycle = library.page("S1").cycle
    assert cycle.organisers in read
    assert all(goal.text in read for meeting in cycle.meetings.all() for goal in meeting.goals.all())
    card = library.page("M01")
    read = " ".join(text for _field, _label, text in texts_of(card))
    assert all(
        words in read
        for words in (card.title, card.purpose, card.phases.first().instruction, card.sources.first().text)
    )
