"""Abbreviations that the records explain: adopted, refused, or in the way of an entry."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory

from knowledge.admin import GlossaryForm, UnderstoodPanel, decide_pair
from search.models import GlossaryEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def decision(rf: RequestFactory, value: str, *, is_superuser: bool = True) -> HttpRequest:
    data = {"kurz": "HSK", "lang": "Haushaltssicherungskonzept", "entscheidung": value}
    request = rf.post("/admin/glossar/abkuerzung/", data)
    request.user = UserFactory(is_superuser=is_superuser)
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        ("uebernehmen", GlossaryEntry.Kind.ABBREVIATION, "steht jetzt im Glossar"),
        ("nicht", GlossaryEntry.Kind.BLOCKED, "liest „HSK“ nicht mehr"),
    ],
)
def test_decision_becomes_an_entry(rf: RequestFactory, value: str, kind: str, words: str) -> None:
    request = decision(rf, value)
    assert decide_pair(request).status_code == 302
    assert GlossaryEntry.objects.get(term="HSK").kind == kind
    assert words in str(next(iter(request._messages)))


def test_unknown_decision_changes_nothing(rf: RequestFactory) -> None:
    decide_pair(decision(rf, "vielleicht"))
    assert not GlossaryEntry.objects.filter(term="HSK").exists()


def test_decision_takes_the_permission(rf: RequestFactory) -> None:
    with pytest.raises(PermissionDenied):
        decide_pair(decision(rf, "nicht", is_superuser=False))


def test_entry_that_names_somebody_is_refused_at_its_field() -> None:
    class Form(GlossaryForm):
        class Meta:
            model = GlossaryEntry
            fields = ("term", "equivalents", "kind")

    form = Form({"term": "Bauhof", "equivalents": "Frau Petra Kestenholz", "kind": "synonym"})
    assert not form.is_valid()
    assert list(form.errors) == ["equivalents"]


def test_panel_has_nothing_to_show_of_a_new_entry() -> None:
    bound = UnderstoodPanel.BoundPanel.__new__(UnderstoodPanel.BoundPanel)
    bound.instance = GlossaryEntry()
    assert not bound.is_shown()
