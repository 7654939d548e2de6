"""Words that are reported no longer, opened for both rooms."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.models import UnreportedWord
from cases.sealed import forms_of, seal, unreported_words
from search.language import fold

pytestmark = pytest.mark.django_db


def test_spellings_are_folded_and_what_was_taken_back_is_left_out() -> None:
    word = UnreportedWord.objects.create(sealed_word=seal(["Bützen"]), kind="person", reason="erfunden")
    undone = UnreportedWord.objects.create(sealed_word=seal(["Meins"]), kind="person", reason="erfunden")
    UnreportedWord.objects.filter(pk=undone.pk).update(undone_at=timezone.now())
    assert forms_of(word) == ("Bützen",)
    assert unreported_words() == {fold("Bützen"): "erfunden"}
