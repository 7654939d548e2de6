"""An attacker's wish: one public word that nobody looked through. Every model of the project is tried,
and what retells a case goes when the case goes.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page

from cases import gate
from cases.models import CasePage
from knowledge import checks, contributions
from knowledge.base import SitePage
from knowledge.contributions import Contribution
from knowledge.enums import AccessLevel
from knowledge.guard.public_texts import free_columns
from knowledge.models import AnonymityTrail, HostSettings, LibraryDocument
from methods.models import MethodFile
from publications.models import AdoptionReport, PageFeedback
from search.models import GlossaryEntry
from tests.integration.conftest import _each_test, library

__all__ = ["_each_test", "library"]

NAMED = "Kämmerin Anna Schwarz aus Dinkelsbühl, Telefon 0851 1234567"

#: Words of these live in files and drafts that the demo does not hold; their guards have tests of their own.
WITHOUT_RECORD = {
    "LibraryImage",
    "LibraryDocument",
    "OpenQuestion",
    "CycleQuestion",
    "MeetingGoal",
}


def _record(model: type[Any]) -> Any:
    """A record of this kind that readers see."""
    found = model._default_manager.all()
    if issubclass(model, Page):
        found = found.filter(live=True)
    elif issubclass(model, Contribution):
        found = found.accepted()
    return found.first()


def _parent(row: Any) -> Any:
    return next((f for f in row._meta.fields if isinstance(f, ParentalKey)), None)


def _show(record: Any) -> None:
    """Make the words of a record public, the way its kind does."""
    key = _parent(record)
    if isinstance(record, SitePage):
        record.save_revision(clean=False).publish()
    elif key is not None and not getattr(record, "text_guard", ""):
        page = getattr(record, key.name).specific
        relation = key.remote_field.get_accessor_name()
        rows = [record if row.pk == record.pk else row for row in getattr(page, relation).all()]
        setattr(page, relation, rows)
        page.save_revision(clean=False).publish()
    else:
        record.save()


def _models() -> list[type[Any]]:
    """Cases have a gate of their own (tests/integration/test_gate.py)."""
    models = [m for label in checks.PROJECT_APPS for m in apps.get_app_config(label).get_models()]
    return [
        model
        for model in models
        if free_columns(model)
        and model is not CasePage
        and not any(
            isinstance(field, ParentalKey) and field.remote_field.model is CasePage
            for field in model._meta.fields
        )
    ]


@pytest.fixture
def contributed(library: Any) -> None:
    """What the demo holds none of: a report of another town hall, feedback, an entry of the glossary, a file
    of a card, details of the host.
    """
    page = library.page("F01")
    for row in (
        AdoptionReport(page_id=page.pk, kind="angepasst", stage="begonnen"),
        PageFeedback(page_id=page.pk, helped=PageFeedback.Helped.NO, text="Die Kosten fehlen."),
    ):
        row.save()
        contributions.accept(contribution=row, user=None, public_from=timezone.localdate())
    GlossaryEntry.objects.create(term="klamm", equivalents="Haushaltssicherung")
    (document,) = LibraryDocument.objects.bulk_create(
        [LibraryDocument(title="Karten", file="documents/x.pdf")]
    )
    MethodFile.objects.create(card=library.page("M01"), title="Rollenkarten", document=document)
    HostSettings.objects.create(name="Lernort")


def test_no_public_word_of_any_model_passes_with_a_name(library: Any, contributed: None) -> None:
    passed, tried, missing = [], 0, set()
    for model in _models():
        for name in free_columns(model):
            record = _record(model)
            if record is None:
                missing.add(model.__name__)
                break
            if isinstance(model._meta.get_field(name), StreamField):
                continue  # tests/integration/test_public_texts.py reads every block
            setattr(record, name, NAMED)
            tried += 1
            try:
                _show(record)
            except ValidationError:
                continue
            passed.append(f"{model.__name__}.{name}")
    assert not passed
    assert missing <= WITHOUT_RECORD
    assert tried > 100


# --------------------------------------------------------------------------- what hangs on a case


def _reads(page: Any) -> bool:
    return Client().get(Page.objects.get(pk=page.pk).url).status_code == 200


def test_a_withdrawn_case_takes_what_retells_it_to_review(library: Any) -> None:
    lesson, other, guide = library.page("L01"), library.page("L05"), library.page("P01")
    assert all(map(_reads, (lesson, other, guide)))
    gate.withdraw(case=library.page("F01"))
    assert not _reads(lesson)
    assert not _reads(guide), "a chapter comes from the case"
    assert _reads(other)
    lesson.refresh_from_db()
    assert (lesson.live, lesson.access_level) == (True, AccessLevel.EDITORS)
    assert lesson.review_due == timezone.localdate(), "it stands on the editors' home page"
    assert AnonymityTrail.objects.filter(
        reason="quelle", subject__endswith=lesson.translation_key.hex
    ).exists()


def test_only_alumni_takes_the_public_lesson_to_review_and_leaves_the_inner_one(library: Any) -> None:
    case, public, inner = library.page("F01"), library.page("L01"), library.page("L04")
    inner.restrict_to(AccessLevel.ALUMNI)
    gate.record_spoken_release(case=case, channel="papier", level="alumni")
    public.refresh_from_db()
    inner.refresh_from_db()
    assert CasePage.objects.get(pk=case.pk).access_level == AccessLevel.ALUMNI
    assert (public.access_level, inner.access_level) == (AccessLevel.EDITORS, AccessLevel.ALUMNI)


def test_an_editor_puts_it_back_after_looking(library: Any) -> None:
    gate.withdraw(case=library.page("F01"))
    lesson = library.page("L01").get_latest_revision_as_object()
    lesson.access_level = AccessLevel.PUBLIC
    lesson.save_revision().publish()
    assert _reads(lesson)
