"""What pages and mails know of the host, without asking the database each time."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, InterfaceError, OperationalError
from django.utils import translation

from knowledge.host import HostLook, HostSettings, host_look

pytestmark = pytest.mark.django_db


def test_without_an_entry_the_defaults_hold_and_nothing_is_written(
    django_assert_num_queries: Any, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "post@example.org"
    with django_assert_num_queries(1):
        look = host_look()
        host_look()
    assert look == HostLook() and not HostSettings.objects.exists()
    assert (look.name, look.email) == (settings.WAGTAIL_SITE_NAME, "post@example.org")
    assert look.author == f"Forum „{settings.WAGTAIL_SITE_NAME}“" and not look.land_names


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("place", ["row", "logo"])
def test_where_the_database_does_not_answer_the_defaults_hold_until_it_does(
    error: type[Error], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    HostSettings(name="Eigenes Forum").save()

    def away(*args: Any, **kwargs: Any) -> Any:
        raise error("connection is closed")

    with monkeypatch.context() as without:
        if place == "row":
            without.setattr(HostSettings.objects, "select_related", away)
        else:
            without.setattr(HostSettings, "look", away)
        assert host_look() == HostLook()
    assert host_look().name == "Eigenes Forum", "nothing is kept of the outage"


def test_what_is_saved_is_seen_at_once_in_both_languages() -> None:
    host_look()
    entered = HostSettings(purpose="Gemeinsam gelernt.", purpose_en="Learned together.")
    entered.library_name, entered.federal_states = "Speicher", ["BY", "BW"]
    entered.save()
    look = host_look()
    assert (look.purpose, look.library_name) == ("Gemeinsam gelernt.", "Speicher")
    assert look.land_names == "Bayern und Baden-Württemberg"
    with translation.override("en"):
        assert (look.purpose, look.library_name) == ("Learned together.", "Speicher")
    entered.delete()
    assert host_look() == HostLook()
