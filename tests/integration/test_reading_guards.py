"""Each guard of the reading rules is held by the leak matrix: with it taken out, the matrix finds a leak on
the channel that is named here. Guards that stand behind another one are held by a test of their own
(``tests/attack/test_guards.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, NamedTuple

import pytest
from django.db.models import Q
from wagtail.models import Page

from knowledge.permissions import audiences_for
from publications.leaks import measure, plant
from search.contract import Viewer
from tests.attack.without_guard import resolved
from tests.integration.conftest import Library

READERS = ("niemand", "konto", "staffel-2")


def always(*arguments: Any, **values: Any) -> bool:
    return True


def never(*arguments: Any, **values: Any) -> bool:
    return False


def itself(first: Any, *arguments: Any, **values: Any) -> Any:
    """A filter that filters nothing."""
    return first


def everything(*arguments: Any, **values: Any) -> Q:
    return Q()


def of_editors(user: Any) -> frozenset[str]:
    return Viewer.editor().audiences if getattr(user, "is_authenticated", False) else audiences_for(user)


def any_passage(page: Any, viewer: Viewer) -> list[Any]:
    rows = getattr(page, "inner_passages", None)
    return list(rows.all()) if rows is not None else []


def any_pages(wanted: Iterable[int] | Any, viewer: Viewer, *types: type[Page]) -> dict[int, Any]:
    pages = Page.objects.filter(pk__in=wanted if hasattr(wanted, "filter") else list(wanted))
    return {page.pk: page for page in pages.specific()}


def any_keys(source: Any, keys: Any, viewer: Viewer) -> set[str]:
    """Those of pages that are there at all."""
    uuids = [key.partition(":")[2] for key in keys if key.startswith(f"{source.kind}:")]
    there = source.model.objects.filter(translation_key__in=[one for one in uuids if len(one) == 32])
    return {f"{source.kind}:{uuid.hex}" for uuid in there.values_list("translation_key", flat=True)}


def of_every_level(source: Any) -> Any:
    return source.eligible()


class Guard(NamedTuple):
    """What is taken out, what stands there instead, and the channel on which the matrix finds a leak."""

    name: str
    instead: Callable[..., Any]
    channel: str


PAGE, LISTS = "knowledge.base.page", "knowledge.base.page:LibraryPageQuerySet"
READABLE, VISIBLE = f"{PAGE}:SitePage.is_readable_by", "knowledge.listing.documents:PageSource.visible"
GUARDS = (
    Guard(f"{PAGE}:LibraryPage.is_open_to", always, "seite"),
    Guard(f"{PAGE}:LibraryPage.is_open_to", always, "seite-englisch"),
    Guard(f"{PAGE}:LibraryPage.is_open_to", always, "druck"),
    Guard(f"{PAGE}:LibraryPage.is_open_to", always, "kopf"),
    Guard(f"{PAGE}:SitePage.is_open_to", always, "merkliste"),
    Guard(f"{PAGE}:SitePage._is_restricted_for", never, "hat-geholfen"),
    Guard(READABLE, always, "merkliste"),
    Guard(READABLE, always, "hat-geholfen"),
    Guard(READABLE, always, "sitemap"),
    Guard(f"{PAGE}:SitePageQuerySet.readable_by", itself, "verwandt"),
    Guard(f"{PAGE}:SitePageQuerySet.readable_by", itself, "checkliste"),
    Guard(f"{PAGE}:SitePageQuerySet.current", itself, "verwandt"),
    Guard(f"{LISTS}.readable_by", itself, "verwandt"),
    Guard(f"{PAGE}:readable_levels", everything, "verwandt"),
    Guard(f"{PAGE}:inner_passages_for", any_passage, "seite"),
    Guard("knowledge.permissions:audiences_for", of_editors, "seite"),
    Guard("knowledge.permissions:audiences_for", of_editors, "suche"),
    Guard("search.readers.audiences:Viewer.may_read", always, "seite"),
    Guard(VISIBLE, any_keys, "checkliste"),
    Guard(VISIBLE, any_keys, "inhalte-ausgeben"),
    Guard("knowledge.listing.documents:PageSource.public", of_every_level, "oai"),
    Guard("knowledge.listing.documents:PageSource.public", of_every_level, "oai-liste"),
    Guard("knowledge.contributions.models:Contribution.is_shown", always, "seite"),
    Guard("knowledge.accounts.own_views:readable_pages", any_pages, "merkliste"),
    Guard("publications.feedback.views:readable_pages", any_pages, "hat-geholfen"),
    Guard(f"{LISTS}.with_readers", itself, "suche"),
    Guard(f"{LISTS}.with_readers", itself, "anzahl"),
    Guard(f"{LISTS}.with_readers", itself, "filter"),
    Guard("knowledge.permissions:audiences_for", of_editors, "anzahl"),
    Guard("knowledge.permissions:audiences_for", of_editors, "filter"),
    Guard(f"{PAGE}:LibraryPage.is_open_to", always, "unveraendert"),
)
_OF_THE_INDEX = ("with_readers",)
"""Guards that stand where the index is written: they are out before anything is planted."""


@pytest.mark.drill
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "guard", GUARDS, ids=[f"{row.name.partition(':')[2]}-{row.channel}" for row in GUARDS]
)
def test_without_a_guard_the_matrix_finds_a_leak(
    guard: Guard, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, name = resolved(guard.name)
    planted = () if name in _OF_THE_INDEX else plant()
    monkeypatch.setattr(holder, name, guard.instead)
    report = measure(planted or plant(), only_readers=READERS, only_channels=[guard.channel])
    assert report.leaks


def test_each_guard_is_there_and_names_a_channel() -> None:
    channels = import_module("publications.leaks.channels")
    for guard in GUARDS:
        resolved(guard.name)
        assert guard.channel in {*channels.BY_RECORD, *channels.FOR_ALL}
