"""Which pages that are no records may be linked (topics, target groups, overviews, plain pages), and which
records have come to their end by themselves.

One answer for all that leads to them (tags, menu, foot, home, suggestions with an address, choices,
``/api/v1/areas``, links of the coverage), from the rule for reading, so that nothing leads to a page that was
taken off or has come to its end. The term itself stays: records are filed under it, and what counts, filters
or finds records (facets, coverage, OAI, words of the search) goes on saying so
(docs/anleitung/sichtbarkeit.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.core.cache import cache
from django.db import Error
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from knowledge.base import LibraryPage, SitePage, reading
from knowledge.cache import seen
from knowledge.permissions import viewer_for
from search import registry
from search.contract import Viewer

__all__ = ["Places", "ended_records", "places_for", "places_open_to"]

_KEY: Final = "places"
_SECONDS: Final = 4
"""So long a process believes what it has read unless it hears of a change, and that no further record has
come to its end; hits, pages and links always ask.
"""

_TOPIC: Final = "challengeareapage__area__slug"
_GROUP: Final = "targetgrouppage__target_group__key"


@dataclass(frozen=True, slots=True)
class _Place:
    """A live page. ``closed`` and ``closed_inside``: whether a restriction keeps everybody out, and whoever
    is signed in.
    """

    pk: int
    path: str
    expire_at: datetime | None
    closed: bool
    closed_inside: bool
    topic: str | None
    group: str | None
    is_record: bool

    def is_open_to(self, viewer: Viewer) -> bool:
        """The rule of ``SitePage.is_readable_by``."""
        if self.expire_at is not None and self.expire_at <= timezone.now():
            return False
        return viewer.is_editor or not (self.closed if viewer.is_public else self.closed_inside)


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses, in German, that a reader may be led to: ``topics`` by the key of their area, ``groups`` by
    that of their target group; ``paths`` of all.
    """

    paths: frozenset[str]
    topics: Mapping[str, str]
    groups: Mapping[str, str]
    is_known: bool = True

    def has(self, path: str) -> bool:
        """Whether a page stands there for this reader; while the database is away nobody knows."""
        return path in self.paths or not self.is_known


def places_for(request: HttpRequest | None) -> Places:
    """What the reader behind a request may be led to; as everybody where there is none."""
    return places_open_to(viewer_for(request) if request is not None else Viewer())


def places_open_to(viewer: Viewer) -> Places:
    """What this viewer may be led to: no query while nothing was written."""
    try:
        known = _known()
    except Error:  # the page that says so still has its foot
        return Places(frozenset(), {}, {}, is_known=False)
    found = [place for place in known if not place.is_record and place.is_open_to(viewer)]
    return Places(
        frozenset(place.path for place in found),
        {place.topic: place.path for place in found if place.topic is not None},
        {place.group: place.path for place in found if place.group is not None},
    )


def ended_records() -> dict[str, str]:
    """Key and address of records past their date that nothing has taken off yet: mostly none, and then no
    query of its own.
    """
    ended = [place.pk for place in _known() if place.is_record]
    if not ended:
        return {}
    with translation.override("de"):  # as the index has them, whoever is reading
        return {
            source.key(page): page.get_url() or ""
            for page in reading.specific_pages(Page.objects.filter(pk__in=ended))
            if (source := registry.source_of(page)) is not None
        }


def _known() -> list[_Place]:
    """All live pages that are no records, and records past their date; one query after each change that
    readers may see.
    """
    state = seen()
    kept: tuple[str, list[_Place]] | None = cache.get(_KEY)
    if kept is None or kept[0] != state:
        kept = (state, _read())
        cache.set(_KEY, kept, _SECONDS)
    return kept[1]


def _read() -> list[_Place]:
    rows = (
        Page.objects.live()
        .annotate(
            closed=reading.restriction(),
            closed_inside=reading.restriction(but=PageViewRestriction.LOGIN),
            is_record=~_no_record(),
        )
        .filter(Q(is_record=False) | Q(expire_at__lte=timezone.now()))
        .values_list("pk", "url_path", "expire_at", "closed", "closed_inside", _TOPIC, _GROUP, "is_record")
        .order_by()
    )
    return [_Place(pk, _below_root(url_path), *rest) for pk, url_path, *rest in rows]


def _no_record() -> Q:
    models: list[type[Any]] = [
        model
        for model in apps.get_models()
        if issubclass(model, SitePage) and not issubclass(model, LibraryPage)
    ]
    found = Q()
    for app in {model._meta.app_label for model in models}:
        names = [model._meta.model_name for model in models if model._meta.app_label == app]
        found |= Q(content_type__app_label=app, content_type__model__in=names)
    return found


def _below_root(url_path: str) -> str:
    """The address of a path in the tree, whose first part is the home page."""
    return "/" + url_path.lstrip("/").partition("/")[2]
