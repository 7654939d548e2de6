"""Reading pages in a handful of queries: a page and its specific model come in one.

Its rows come through :mod:`knowledge.base.rows`. What a page names of other pages comes through
:func:`readable_pages`, which asks each of them whether this reader may see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction

from search.contract import Viewer

__all__ = [
    "drawn",
    "page_at",
    "path_to",
    "readable_pages",
    "restriction",
    "specific_pages",
]

_Pages = TypeVar("_Pages", bound="models.QuerySet[Any]")


def restriction(*, but: str = "", path: str = "path") -> Exists:
    """Whether one of Wagtail's view restrictions, except those of the type ``but``, lies on a page or above
    it; ``path`` leads to the path of the page.
    """
    above = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef(path), output_field=models.CharField())
    ).filter(asked__startswith=F("page__path"))
    return Exists(above.exclude(restriction_type=but) if but else above)


def page_at(url_path: str) -> Page | None:
    """The page at a path of the tree as its specific model, live or not: one query, two where another type
    than the last time stands there.

    A page type names in ``read_with`` what comes along (``("cycle",)``); ``is_restricted`` says whether
    Wagtail's view restrictions have to be looked at.
    """
    wanted = Page.objects.filter(url_path=url_path)
    above = url_path.rstrip("/").rpartition("/")[0]
    guess = _TYPES.get(url_path) or _TYPES.get(above)
    if guess is not None:
        for page in specific_pages(wanted, (guess,)):
            if type(page) is guess:
                return page
    for page in specific_pages(wanted):
        if type(page) is not Page and len(_TYPES) < _MOST_TYPES:
            _TYPES[above if guess is None else url_path] = type(page)
        return page
    return None


_TYPES: dict[str, type[Page]] = {}
"""The type that was first found below a path, and at a path that had another one: a query over one type is
written in a tenth of the time that one over all of them takes, and the children of a list are all alike. Only
a guess, and never Wagtail's plain page, as which every page can be read.
"""
_MOST_TYPES = 1_000


# --------------------------------------------------------------------------- pages of any type


def specific_pages(queryset: Any, types: tuple[type[Page], ...] = ()) -> list[Page]:
    """Pages of a queryset as their specific models: one query for any mixture of types. Who knows which
    ``types`` may be there spares the tables of the others; a page of another type stays a plain one.
    """
    found = []
    for page in queryset.annotate(is_restricted=restriction()).select_related(
        *_specific_names(types), *_companions(types)
    ):
        specific = _specific(page)
        specific.is_restricted = page.is_restricted  # type: ignore[attr-defined]
        found.append(specific)
    return found


def drawn(pages: _Pages) -> _Pages:
    """Pages in the order of their random public key, which says nothing about when a record came in."""
    return pages.order_by("translation_key")


def readable_pages(
    wanted: Iterable[int] | models.QuerySet[Any], viewer: Viewer, *types: type[Page]
) -> dict[int, Any]:
    """Pages by id, as far as this viewer may read them: one query whatever their types, in an order that
    tells nothing. Those of other ``types`` than were named are left out.
    """
    ids = wanted if isinstance(wanted, models.QuerySet) else set(wanted)
    if not isinstance(ids, models.QuerySet) and not ids:
        return {}
    pages = specific_pages(drawn(Page.objects.filter(pk__in=ids)), types)
    return {
        page.pk: page for page in pages if hasattr(page, "is_readable_by") and page.is_readable_by(viewer)
    }


@cache
def path_to(field: str, start: str) -> str:
    """Path of a query from a foreign key to ``Page`` to a field that one page type has, whichever app
    declares it.
    """
    (name,) = [
        name
        for name in _specific_names()
        if any(f.name == field for f in Page._meta.get_field(name).related_model._meta.get_fields())
    ]
    return f"{start}__{name}__{field}"


@cache
def _specific_names(types: tuple[type[Page], ...] = ()) -> tuple[str, ...]:
    """Accessors from ``Page`` to these page types, else to all of the project."""
    found = []
    for model in types or apps.get_models():
        link = model._meta.parents.get(Page) if issubclass(model, Page) else None
        if link is not None:
            found.append(link.remote_field.get_accessor_name())  # type: ignore[union-attr]
    return tuple(str(name) for name in found)


@cache
def _companions(types: tuple[type[Page], ...] = ()) -> tuple[str, ...]:
    return tuple(
        f"{name}__{path}"
        for name in _specific_names(types)
        for path in getattr(Page._meta.get_field(name).related_model, "read_with", ())
    )


def _specific(page: Page) -> Page:
    fetched = page._state.fields_cache
    return next((specific for name in _specific_names() if (specific := fetched.get(name)) is not None), page)
