"""System checks of what apps hand in: each says what is missing, and what to add where."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.checks import CheckMessage, Error, register

from search import registry
from search.registry import TYPE_FACET, DocumentSource

__all__ = ["check_facets", "check_sources", "connect"]

#: What a source declares, each with an example.
DECLARED = {
    "kind": '"case"',
    "model": "CasePage",
    "label": '_("Fall")',
    "label_plural": '_("Fälle")',
    "counted": 'ngettext_lazy("%(count)d Fall", "%(count)d Fälle", "count")',
    "type_word": '"fall"',
    "query_words": '("Fall",)',
    "icon": '"case"',
    "order": "10",
    "facets": '("herausforderung",)',
}
#: What must differ from source to source.
DISTINCT = ("type_word", "order")


def _name(source: DocumentSource) -> str:
    return f"{type(source).__module__}.{type(source).__qualname__}"


def check_sources(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """search.E001: a source declares everything about its kind; search.E002: no two kinds share a word or
    a place.
    """
    found = list(registry.registered().values())
    errors: list[CheckMessage] = [
        Error(
            f"{_name(source)} does not say its `{name}`.",
            hint=f"Add `{name} = ...` to the class, for example {example} (see search/registry.py).",
            obj=type(source),
            id="search.E001",
        )
        for source in found
        for name, example in DECLARED.items()
        if getattr(source, name, None) is None
    ]
    for name in DISTINCT:
        taken = Counter(getattr(source, name, None) for source in found)
        errors += [
            Error(
                f"{_name(source)} has a `{name}` that another kind has: {getattr(source, name)!r}.",
                hint=f"Give each DocumentSource a `{name}` of its own.",
                obj=type(source),
                id="search.E002",
            )
            for source in found
            if getattr(source, name, None) is not None and taken[getattr(source, name)] > 1
        ]
    return errors


def check_facets(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """search.E003: what a source, a word or a unit names as a facet is one; search.E004: a facet that is
    shown is offered by some kind. Asked once every source is complete.
    """
    if check_sources(app_configs):
        return []
    found = registry.registered().values()
    users = [(f"{_name(source)}.facets", name) for source in found for name in getattr(source, "facets", ())]
    users += [(f"FacetWord({word.word!r})", word.facet) for word in registry.facet_words()]
    users += [(f"Band{band.units!r}", band.facet) for band in registry.bands()]
    known = registry.facet_names()
    errors: list[CheckMessage] = [
        Error(
            f"{user} names the facet {name!r}, which nobody declares.",
            hint=(
                f"Say its label, values and order: `registry.register_facets({name!r}, EnumFacet(...))` in"
                " the search_documents.py of an app; the order of registration is the order on the page."
            ),
            id="search.E003",
        )
        for user, name in users
        if name not in known
    ]
    offered = {TYPE_FACET, *(name for _user, name in users)}
    return errors + [
        Error(
            f"No kind offers values of the facet {name!r}.",
            hint=(
                f"Add {name!r} to `facets` of a DocumentSource and its values to what `describe` returns, or"
                " take the registration away."
            ),
            id="search.E004",
        )
        for name in known
        if name not in offered
    ]


def connect() -> None:
    """Let ``manage.py check`` ask them all."""
    for check in (check_sources, check_facets):
        register(check)
