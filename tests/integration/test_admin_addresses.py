"""Every address of the administration has a class that people gave it (``data/admin_addresses.yaml``), and
each role is answered as that class says. A new view, of Wagtail's too, fails here until somebody has decided
who may open it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLResolver, get_resolver

from knowledge.jobs import Job, results
from tests.integration.admin_records import address_of, store_what_is_missing
from tests.integration.conftest import Library

_FILE: Final = Path(__file__).parent / "data" / "admin_addresses.yaml"
_WRITTEN: Final[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
CLASSES: Final[Mapping[str, list[str]]] = _WRITTEN["classes"]
ADDRESSES: Final[Mapping[str, list[str]]] = _WRITTEN["addresses"]
ROLES: Final = ("niemand", "alumna", "moderation", "redaktion", "admin")
LOGIN: Final = ("/admin/login/", "/konto/anmelden/")
HOME: Final = "/admin/"
"""Where Wagtail sends whoever may not open an address."""


def patterns(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Each address below ``/admin/`` as the code writes it."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        elif here.startswith("admin/"):
            yield here


FAILS: Final = {"/admin/failwhale/": Exception}
"""Wagtail's own, to see the page of a failure."""


def is_let_in(client: Client, address: str) -> bool:
    """Whether this reader gets an answer of the view; what a view that takes no GET does is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        if address in FAILS:
            return _fails(client, address)
        response: Any = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code == 302:
        return not response.url.startswith(LOGIN) and response.url != HOME
    return response.status_code not in {403, 404}


def _fails(client: Client, address: str) -> bool:
    try:
        client.post(address)
    except FAILS[address]:
        return True
    return False


@pytest.fixture
def rights_alone(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who is let in is decided before anything is printed, and before a job begins."""
    monkeypatch.setattr(Template, "render", lambda *arguments, **values: "")
    store_what_is_missing()
    job = Job.objects.last()
    result = tmp_path / "result.json"
    result.write_text("[]")
    monkeypatch.setattr(results, "path_of", lambda job: result)
    monkeypatch.setattr("knowledge.admin.jobs.enqueue", lambda *arguments, **values: job)


def test_every_address_has_one_class() -> None:
    written = [address for addresses in ADDRESSES.values() for address in addresses]
    assert len(written) == len(set(written))
    assert set(written) == set(patterns())
    assert set(ADDRESSES) == set(CLASSES)


@pytest.mark.parametrize(
    "role", [*ROLES[:-1], pytest.param("admin", marks=[pytest.mark.drill, pytest.mark.timeout(1200)])]
)
def test_each_role_is_answered_as_the_class_says(
    role: str, rights_alone: None, signed_in: Callable[[str], Client]
) -> None:
    client = Client() if role == "niemand" else signed_in(role)
    wrong = [
        address
        for name, addresses in ADDRESSES.items()
        for address in addresses
        if is_let_in(client, address_of(address)) != (role in CLASSES[name])
    ]
    assert wrong == []
