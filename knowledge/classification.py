"""Every model field is PUBLIC, QUASI or INTERNAL; what nobody classified is INTERNAL.

PUBLIC fields may be shown to everybody, QUASI fields only in the bands in which they are stored (together
they could identify), INTERNAL fields never leave the editorial rooms. Search, export, dossier and scrub read
this classification, so a new field cannot leak by default: :class:`PublicView` refuses it until somebody has
decided. The system check ``knowledge.E001`` names each field without a decision.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

__all__ = [
    "FieldClass",
    "InternalFieldError",
    "PublicView",
    "classify",
    "field_class",
    "public_data",
    "text_hash",
    "unclassified_fields",
]


class FieldClass(Enum):
    """How far a field may travel."""

    PUBLIC = "public"
    QUASI = "quasi"
    INTERNAL = "internal"


class InternalFieldError(AttributeError):
    """An INTERNAL or unclassified field was read through a :class:`PublicView`."""


def classify(*, public: str = "", quasi: str = "", internal: str = "") -> dict[str, FieldClass]:
    """Classification of a model from three lists of field names separated by white space.

    Raises ``ValueError`` when a name stands in two lists.
    """
    result: dict[str, FieldClass] = {}
    for names, value in (
        (public, FieldClass.PUBLIC),
        (quasi, FieldClass.QUASI),
        (internal, FieldClass.INTERNAL),
    ):
        for name in names.split():
            if name in result:
                raise ValueError(f"field {name!r} is classified twice")
            result[name] = value
    return result


def _decisions(model: type[Any]) -> dict[str, FieldClass]:
    """The ``classification`` mappings along the class hierarchy, nearer classes first."""
    merged: dict[str, FieldClass] = {}
    if model.__module__.startswith("search.models."):
        merged.update(_MODELS_OF_SEARCH.get(model.__name__, {}))
    for base in reversed(model.__mro__):
        own: Mapping[str, FieldClass] = vars(base).get("classification", {})
        merged.update(own)
    return merged


#: Decisions about models of ``search``, which lies below and cannot import this module.
_MODELS_OF_SEARCH: dict[str, dict[str, FieldClass]] = {
    "IndexJob": classify(internal="version key kind object_id action created attempts error target"),
    "FallbackIndex": classify(internal="name seen"),
    "IndexState": classify(internal="target identity counter"),
    "UnansweredQuery": classify(internal="id text day count"),
    "FollowedQuery": classify(internal="id text key day count"),
    "GlossaryEntry": classify(public="term equivalents kind is_active", internal="id row_version"),
    "CommandRun": classify(internal="command ended"),
    "Tally": classify(internal="key count expires"),
    "SavedSearch": classify(
        internal=(
            "id key email mailbox language created confirmed_at claimed_at asked_at retry_at address"
            " rhythm last_sent seen"
        )
    ),
}


def field_class(model: type[Any], name: str) -> FieldClass:
    """Class of a field; INTERNAL where nobody decided."""
    return _decisions(model).get(name, FieldClass.INTERNAL)


def unclassified_fields(model: type[Any]) -> list[str]:
    """Names of the model's own fields and parental child relations without a decision, sorted.

    Inherited columns of multi-table parents outside the project (Wagtail's ``Page``) are classified once
    in the abstract base page.
    """
    decided = _decisions(model)
    names = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
    children = {relation.get_accessor_name() for relation in _child_relations(model)}
    return sorted((names | children) - set(decided))


def _child_relations(model: type[Any]) -> list[Any]:
    """Inline relations of a clusterable model (modelcluster); empty for plain models."""
    finder = getattr(model, "_meta", None)
    if finder is None or (not hasattr(model, "copy_all_relations") and not hasattr(model, "commit")):
        return []
    from modelcluster.models import get_all_child_relations

    return [r for r in get_all_child_relations(model) if r.related_model._meta.app_label in _PROJECT_APPS]


_PROJECT_APPS = frozenset({"knowledge", "cases", "methods", "publications", "search"})


@cache
def _refused(model: type[Any]) -> frozenset[str]:
    """Names of fields and columns that no public view shows; a foreign key is decided with its column."""
    fields = model._meta.get_fields()
    names = {field.name for field in fields} | {getattr(f, "attname", f.name) for f in fields}
    return frozenset(
        name
        for name in names
        if {field_class(model, name), field_class(model, name.removesuffix("_id"))} == {FieldClass.INTERNAL}
    )


class PublicView:
    """Read access to the PUBLIC and QUASI fields of an instance, and to its methods and properties.

    Reading an INTERNAL or unclassified field raises :class:`InternalFieldError`, so code that builds
    documents, exports or feeds cannot pick one up by accident.
    """

    __slots__ = ("_obj", "_refused")

    def __init__(self, obj: Any) -> None:
        object.__setattr__(self, "_obj", obj)
        model: Any = type(obj)
        object.__setattr__(self, "_refused", _refused(model))

    def __getattr__(self, name: str) -> Any:
        obj = object.__getattribute__(self, "_obj")
        if name in object.__getattribute__(self, "_refused"):
            raise InternalFieldError(
                f"{type(obj).__name__}.{name} is INTERNAL or not classified; decide in its model's"
                " `classification` before it may be shown"
            )
        return getattr(obj, name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a public view is read-only")


def public_data(page: Any) -> dict[str, Any]:
    """What a reader could see of a page, as plain values: PUBLIC and QUASI fields and inline rows, without
    ids.

    The slug is left out: it is an address, not a statement.
    """
    model = type(page)
    rows = {relation.get_accessor_name(): relation.related_model for relation in _child_relations(model)}
    result: dict[str, Any] = {}
    for name, value in page.serializable_data().items():
        if name == "slug" or field_class(model, name) is FieldClass.INTERNAL:
            continue
        if name in rows:
            value = [
                {
                    key: cell
                    for key, cell in row.items()
                    if field_class(rows[name], key) is not FieldClass.INTERNAL
                }
                for row in value
            ]
        result[name] = value
    return result


def text_hash(page: Any) -> str:
    """SHA-256 (64 hexadecimal characters) over :func:`public_data`: changes with every word a reader could
    see.
    """
    canonical = json.dumps(public_data(page), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
