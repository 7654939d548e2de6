"""What an installation must not have: known secrets, known passwords, hosts nobody asked for."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from knowledge.operations import HINT, OK, PROBLEM, deployment
from knowledge.operations.site_address import align_site
from search.models import CommandRun
from tests.factories import LessonPageFactory, UserFactory


@pytest.fixture(autouse=True)
def production(settings: Any) -> None:
    settings.DEBUG = False
    settings.PUBLIC_URL = "https://bibliothek.example"
    settings.ALLOWED_HOSTS = ["bibliothek.example"]


def states(check: Any) -> list[str]:
    return [diagnosis.state for diagnosis in check()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hosts", "found"),
    [
        (["bibliothek.example"], [OK]),
        ([".example"], [OK]),
        (["*"], [OK, PROBLEM]),
        (["anderswo.example"], [OK, PROBLEM]),
        ([], [OK, PROBLEM]),
    ],
)
def test_hosts_let_the_address_in_and_not_everybody(
    settings: Any, hosts: list[str], found: list[str]
) -> None:
    align_site()
    settings.ALLOWED_HOSTS = hosts
    assert states(deployment.address) == found


def test_development_is_not_looked_at(settings: Any) -> None:
    settings.DEBUG = True
    settings.PUBLIC_URL = "keine Adresse"
    assert states(deployment.address) == [OK]


def test_address_that_is_none(settings: Any) -> None:
    settings.PUBLIC_URL = "keine Adresse"
    assert states(deployment.address) == [PROBLEM]


@pytest.mark.parametrize(("secret", "state"), [("kurz", PROBLEM), ("z" * 31, PROBLEM), ("q7" * 25, OK)])
def test_secret_of_the_sessions(settings: Any, secret: str, state: str) -> None:
    settings.SECRET_KEY = secret
    assert states(deployment.keys) == [state]


def test_published_secret_is_known(repository: Any) -> None:
    assert deployment.is_published("weiterdenken-admin")
    assert not deployment.is_published("q7" * 25)
    assert not deployment.is_published("a")


@pytest.mark.django_db
def test_accounts_of_the_demo_and_nobody_who_can_manage() -> None:
    assert states(deployment.accounts) == [PROBLEM]
    manager = UserFactory(username="admin", is_superuser=True)
    manager.set_password("ein eigenes Kennwort")
    manager.save()
    assert states(deployment.accounts) == [OK]
    manager.set_password("weiterdenken-admin")
    manager.save()
    assert states(deployment.accounts) == [PROBLEM]


@pytest.mark.django_db
def test_commands_that_no_longer_run() -> None:
    """Told from the start, wrong once the library is older than a night, and for a backup always a hint."""
    found = list(deployment.schedule())
    assert [one.state for one in found] == [OK, HINT] and "backup" in found[1].text
    UserFactory(date_joined=timezone.now() - datetime.timedelta(days=3))
    assert states(deployment.schedule) == [OK, PROBLEM]
    for name in deployment.REGULAR:
        CommandRun.objects.create(command=name, ended=timezone.now())
    assert states(deployment.schedule) == [OK]
    CommandRun.objects.update(ended=timezone.now() - datetime.timedelta(hours=50))
    found = list(deployment.schedule())
    assert [one.state for one in found][-2:] == [PROBLEM, HINT]
    assert found[-1].text == "backup lief zuletzt vor 50 Stunden"


@pytest.mark.django_db
def test_what_should_have_gone_long_ago() -> None:
    page = LessonPageFactory(expire_at=timezone.now() + datetime.timedelta(hours=1))
    assert states(deployment.schedule)[0] == OK
    type(page).objects.update(expire_at=timezone.now() - datetime.timedelta(hours=2))
    assert states(deployment.schedule)[0] == PROBLEM


COMPLETE = {
    "OIDC_SERVER_URL": "https://anmeldung.example.org/realms/rathaus",
    "OIDC_CLIENT_ID": "bibliothek",
    "OIDC_CLIENT_SECRET": "geheim",
}


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_a_directory_that_is_set_up_by_half_is_named(settings: Any, missing: str) -> None:
    assert states(deployment.directory) == [OK]
    for name, value in (COMPLETE | {missing: ""}).items():
        setattr(settings, name, value)
    (finding,) = deployment.directory()
    assert finding.state == PROBLEM and missing in finding.text
    assert not any(value in finding.text for value in COMPLETE.values())
    setattr(settings, missing, COMPLETE[missing])
    assert states(deployment.directory) == [OK]


@pytest.mark.parametrize("address", ["http://anmeldung.example.org", "anmeldung.example.org", "https://"])
def test_a_directory_is_asked_where_nobody_reads_along(settings: Any, address: str) -> None:
    for name, value in (COMPLETE | {"OIDC_SERVER_URL": address}).items():
        setattr(settings, name, value)
    assert states(deployment.directory) == [PROBLEM]
