"""Hostile defaults: what would pass unnoticed in production fails here."""

from __future__ import annotations

import os
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.paginator import UnorderedObjectListWarning
from django.utils import translation

from knowledge.anonymity.sandbox import runner
from tests import demo_copy, run, schedule
from tests.contract import elastic_server

REPOSITORY = run.REPOSITORY


def pytest_configure(config: pytest.Config) -> None:
    """Warnings of our own code are errors; an unordered pagination is one anywhere. What several processes
    are going to share is begun before they have collected their tests.
    """
    if run.begin():
        config.add_cleanup(run.end)
        config.add_cleanup(elastic_server.stop_shared)
        if schedule.is_whole_suite(config):
            config.add_cleanup(demo_copy.start())
            if not elastic_server.missing():
                threading.Thread(target=elastic_server.shared, daemon=True).start()
    # What a test started for all of them does not stay for ten minutes.
    runner.IDLE_SECONDS = 20.0
    warnings.filterwarnings("error", category=UnorderedObjectListWarning)
    for package in ("search", "knowledge", "cases", "methods", "publications"):
        config.addinivalue_line("filterwarnings", f"error:::{package}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, after all who choose among the tests or shuffle them."""
    schedule.arrange(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Ours for ``--dist loadgroup``, else whatever was asked for."""
    return schedule.scheduler(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no name of a test: a PDF carries the moment of its making, and two workers would collect
    different tests.
    """
    return argname if isinstance(val, bytes) else None


class OutsideError(AssertionError):
    """A test tried to leave this machine."""


@pytest.fixture(autouse=True)
def no_network(nothing_stays_set: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be talked to."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(
            ("127.", "::1", "localhost")
        ):
            raise OutsideError(f"network access to {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


class _UndefinedVariable(str):
    """Stands for a template variable that does not exist; printing it fails the test."""

    def __mod__(self, missing: Any) -> str:
        raise AssertionError(f"undefined template variable {missing!r}")

    def __contains__(self, part: object) -> bool:
        return part == "%s"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Tables alone, without migrations: ``django_db_setup`` puts a migrated database over them."""
    from django.conf import settings

    if demo_copy.is_copied():
        settings.DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database as migrations leave it."""
    if demo_copy.is_copied():
        with django_db_blocker.unblock():
            demo_copy.restore(demo_copy.EMPTY)


@pytest.fixture(autouse=True)
def nothing_stays_set(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A setting or a variable of the environment that a test leaves changed would decide tests after it, in
    some orders only. Requested first of all by ``no_network``, so it looks last.
    """
    held, settings_before, environment = (
        django_settings._wrapped,
        dict(vars(django_settings._wrapped)),
        _environ(),
    )
    yield
    monkeypatch.undo()
    assert django_settings._wrapped is held, "a test left settings overridden"
    now = vars(held)
    left = sorted(
        name for name in {*settings_before, *now} if settings_before.get(name, run) is not now.get(name, run)
    )
    now.clear()
    now.update(settings_before)
    for name in left:
        vars(django_settings).pop(name, None)
    changed = sorted(dict(environment.items() ^ _environ().items()))
    assert not left, f"a test left settings changed: {left}"
    assert not changed, f"a test left the environment changed: {changed}"


def _environ() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        # pytest says which test runs; libraries say, when first imported, how many threads they take and that
        # two of them may share one OpenMP, which decides no test
        if not name.startswith(("PYTEST_", "KMP_")) and not name.endswith("_NUM_THREADS")
    }


@pytest.fixture
def strict_templates(settings: Any) -> None:
    """Undefined variables in printed expressions fail; for public pages, whose templates are all ours."""
    from django.template import engines

    engine = engines["django"].engine
    before = engine.string_if_invalid
    engine.string_if_invalid = _UndefinedVariable("%s")
    yield
    engine.string_if_invalid = before


@pytest.fixture(autouse=True)
def fresh_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """No cached label, site root or search state survives a test; without the database a content type cannot
    be had from another test either.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from knowledge.anonymity.retention import trail
    from knowledge.guard import marks
    from knowledge.listing import TermFacet
    from search import registry

    if request.node.get_closest_marker("django_db") is None and not {"db", "transactional_db"} & set(
        request.fixturenames
    ):
        ContentType.objects.clear_cache()
    cache.clear()
    trail.forget_lasting()
    marks.forget()
    for name in registry.facet_names():
        facet = registry.facet_label(name)
        if isinstance(facet, TermFacet):
            facet.forget()
    yield


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Every test starts in German; a request for ``/en/`` leaves its language behind in the thread."""
    with translation.override("de"):
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the project."""
    return REPOSITORY


@pytest.fixture
def count_queries(django_assert_max_num_queries: Any) -> Callable[[int], Any]:
    """``with count_queries(12): ...``"""
    return django_assert_max_num_queries


@pytest.fixture
def in_its_batch() -> Iterator[None]:
    """Cases come out here as they do in their batch: for tests of everything else that a publication asks."""
    from cases.gate import released_together

    with released_together():
        yield
