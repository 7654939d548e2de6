"""What the SQLite backend can do is known without asking a database that may be busy."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3 import base as django_backend

from knowledge.operations.sqlite import base

pytestmark = pytest.mark.django_db


def asked(backend: Any) -> set[str]:
    """Features that a new connection of this backend asks its database about."""
    wrapper = backend.DatabaseWrapper({**connection.settings_dict, "NAME": ":memory:"}, alias="default")
    found: set[str] = set()
    name = ""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.add(name)
        return execute(sql, params, many, context)

    with wrapper.execute_wrapper(note):
        for name in dir(wrapper.features):
            getattr(wrapper.features, name)
    wrapper.close()
    return found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database")
def test_no_feature_is_asked_of_the_database() -> None:
    assert asked(base) == set()
    assert asked(django_backend) == {"can_introspect_json_field"}, (
        "the first name of it; without any the backend is not needed any more"
    )


def test_json_is_known() -> None:
    assert connection.features.supports_json_field
    assert connection.features.has_json_object_function


@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="another database was asked for")
def test_every_process_of_the_suite_has_its_database_in_memory() -> None:
    """pytest-django gives parallel processes a file each where it does not know the backend; requests then
    close its connection.
    """
    assert connection.is_in_memory_db()
