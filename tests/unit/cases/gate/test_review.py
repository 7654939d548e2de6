"""Who had a hand in a text, and who may therefore not review it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from cases.gate.review import (
    author_of,
    authors,
    hands_in,
    objection,
    passed_marks,
    remember,
    review_of,
    review_problems,
)
from cases.models import AnonymityReview, CasePage, RawAccess, RawCase
from cases.sealed import note_access, seal
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_owner_and_whoever_changed_a_word(draft: CasePage, writer: Any, second: Any) -> None:
    draft.save_revision(user=writer)
    draft.save_revision(user=second)
    assert authors(draft) == {writer.pk}, "saving a text as it is makes no author"
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    draft.save_revision(user=second)
    assert authors(draft) == {writer.pk, second.pk}
    until = draft.revisions.order_by("created_at")[1].created_at
    assert authors(draft, until=until) == {writer.pk}


def test_whoever_worked_on_the_raw_case(draft: CasePage, second: Any) -> None:
    raw = RawCase.objects.create(case=draft, sealed_text=seal({}))
    note_access(raw=raw, user=second, action=RawAccess.Action.OPENED)
    assert second.pk not in authors(draft)
    note_access(raw=raw, user=second, action=RawAccess.Action.CHANGED)
    assert "Rohfall" in objection(draft, second)


def test_the_trail_remembers_what_revisions_forget(draft: CasePage, writer: Any, second: Any) -> None:
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    draft.save_revision(user=second)
    remember(draft)
    remember(draft)
    draft.revisions.all().delete()
    assert hands_in(draft) == {second.pk: "geschrieben", writer.pk: "angelegt"}
    assert author_of(draft) == second.pk


def test_the_owner_is_the_author_where_nobody_else_wrote(draft: CasePage, writer: Any) -> None:
    assert author_of(draft) == writer.pk
    remember(draft)
    assert author_of(draft) == writer.pk


def test_an_objection_says_why_and_who_may(draft: CasePage, writer: Any) -> None:
    other = UserFactory(first_name="Ada", last_name="Beispiel")
    other.user_permissions.add(Permission.objects.get(codename="add_anonymityreview"))
    assert objection(draft, other) == ""
    assert objection(draft, None) == ""
    said = objection(draft, writer)
    assert "angelegt" in said and "Ada Beispiel" in said


def test_the_newest_review_of_a_text_counts(draft: CasePage, second: Any) -> None:
    first = AnonymityReview.objects.create(case=draft, version_hash="a", state="bestanden", reviewer=second)
    newest = AnonymityReview.objects.create(case=draft, version_hash="a", state="befund", reviewer=second)
    assert review_of(draft, "a") == newest
    assert review_of(draft, "b") is None
    assert [problem.code for problem in review_problems(draft, newest, is_demo=False)] == ["review"]
    assert review_problems(draft, first, is_demo=False) == []


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_review_needs_a_second_person(draft: CasePage, writer: Any, is_demo: bool) -> None:
    own = AnonymityReview.objects.create(case=draft, version_hash="a", state="bestanden", reviewer=writer)
    nobody = AnonymityReview.objects.create(case=draft, version_hash="a", state="bestanden")
    for review in (own, nobody):
        found = [problem.code for problem in review_problems(draft, review, is_demo=is_demo)]
        assert found == ([] if is_demo else ["four_eyes"])


def test_only_known_reasons_let_a_finding_stand() -> None:
    rows = [{"mark": "a", "reason": "erfunden"}, {"mark": "b", "reason": "weil"}, {"reason": "erfunden"}]
    assert passed_marks(AnonymityReview(exceptions=rows)) == {"a": "erfunden"}
    assert passed_marks(None) == {}


def test_a_writer_who_came_after_the_review_does_not_spoil_it(draft: CasePage, second: Any) -> None:
    review = AnonymityReview.objects.create(case=draft, version_hash="a", state="bestanden", reviewer=second)
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    revision = draft.save_revision(user=second)
    revision.created_at = review.created_at + timedelta(minutes=1)
    revision.save(update_fields=["created_at"])
    assert review_problems(draft, review, is_demo=False) == []
