"""What a case giver says about questions: kept as sent, never guessed."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from cases.contact import note_contact
from cases.models import CaseContact, CasePage
from cases.release.questions import ContactWish

pytestmark = pytest.mark.django_db


def test_who_never_said_anything_is_asked_by_the_organisers(draft: CasePage) -> None:
    for sent in (None, QueryDict(""), QueryDict("fragen=quatsch")):
        found = ContactWish.of(draft, sent)
        assert (found.wish, found.error) == ("organisation", "")
        found.note(draft)
    assert not CaseContact.objects.exists()


@pytest.mark.parametrize(
    ("email", "takes", "wish"),
    [("amt@rathaus.example", True, "adresse"), ("", True, "organisation"), ("", False, "nein")],
)
def test_what_was_said_before_is_chosen(draft: CasePage, email: str, takes: bool, wish: str) -> None:
    note_contact(case=draft, email=email, takes_questions=takes)
    assert ContactWish.of(draft).wish == wish


@pytest.mark.parametrize("typed", ["", "amt", "a@b", f"{'a' * 250}@rathaus.example"])
def test_an_address_is_needed_where_none_is_known(draft: CasePage, typed: str) -> None:
    assert ContactWish.of(draft, QueryDict(f"fragen=adresse&fragen-mail={typed}")).error


def test_a_known_address_stays_where_none_is_typed(draft: CasePage) -> None:
    note_contact(case=draft, email="amt@rathaus.example", takes_questions=True)
    sealed = CaseContact.objects.get().sealed_email
    found = ContactWish.of(draft, QueryDict("fragen=adresse&fragen-mail="))
    found.note(draft)
    assert found.error == "" and CaseContact.objects.get().sealed_email == sealed
