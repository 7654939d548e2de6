"""The words of a result page come along, and only those of this library."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from search.unanswered import searched_for


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("http://testserver/suche/?q=kein+Geld&typ=fall", "kein Geld"),
        ("http://testserver/en/suche/?q=Freibad", "Freibad"),
        ("http://testserver/suche/", ""),
        ("http://testserver/faelle/?q=Freibad", ""),
        ("http://elsewhere.example/suche/?q=Freibad", ""),
        ("http://[half", ""),
        ("", ""),
    ],
)
def test_words_that_led_here(rf: RequestFactory, before: str, words: str) -> None:
    assert searched_for(rf.get("/faelle/x/", HTTP_REFERER=before)) == words
