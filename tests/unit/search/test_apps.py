"""What the start of a process makes sure of."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from search import service
from search.models import GlossaryEntry


def test_an_engine_that_does_not_exist_stops_the_start(settings: Any) -> None:
    settings.SEARCH_ENGINE = "unbekannt"
    with pytest.raises(ImproperlyConfigured, match="unbekannt"):
        apps.get_app_config("search").ready()


@pytest.mark.django_db
def test_a_word_of_the_editors_holds_at_once() -> None:
    before = service.of_installation().thesaurus()
    made = GlossaryEntry.objects.create(term="Groschengrab", equivalents="Folgekosten")
    after = service.of_installation().thesaurus()
    assert after is not before
    made.delete()
    assert service.of_installation().thesaurus() is not after
