"""The rows of a page (inlines and parental many-to-many fields): read in one query, compared with the draft
that is published, written where they say something else.

A page of the library has up to a dozen inlines. Asked one by one each is a query, and saved one by one each
row is a query and a new look at all references of the page; publishing a case wrote thirty rows that were
there already.

What arrives beside the form of a page (usage reports, verdicts, follow-ups) is no row of it: a revision holds
all rows as they were when it was saved, and publishing deletes what it does not hold
(:mod:`knowledge.contributions`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Cast, JSONObject
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex

__all__ = ["at_hand", "fetch_rows", "with_known_keys", "written_once"]


# --------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class _Relation:
    """Where the rows of a relation are: the manager to ask, its way back to the page, their model, and what
    stands before their columns.
    """

    name: str
    manager: Any
    back: str
    target: type[models.Model]
    prefix: str = ""


def fetch_rows(*pages: Any) -> None:
    """Fill the inlines and parental many-to-many fields of saved pages of one type, and what was contributed
    to them: one query for all of it.
    """
    if not pages:
        return
    model: Any = type(pages[0])
    beside = _beside(model)
    found = _stored(model, [page.pk for page in pages], beside)
    for page in pages:
        for relation in _relations(model):
            setattr(page, relation.name, found[page.pk][relation.name])
        for relation in beside:
            _remember(page, relation, found[page.pk][relation.name])


def _remember(page: Any, relation: _Relation, rows: list[Any]) -> None:
    """Rows of a plain foreign key, as ``prefetch_related`` leaves them: a manager cannot be assigned to."""
    known = relation.manager.all()
    known._result_cache, known._prefetch_done = rows, True
    page.__dict__.setdefault("_prefetched_objects_cache", {})[relation.name] = known


@contextmanager
def at_hand(page: Any) -> Iterator[None]:
    """Inside, the rows of a page that was not touched come from one query; afterwards it asks the database as
    before, because rows kept in memory would be written at the next save.
    """
    in_memory = page.__dict__.setdefault("_cluster_related_objects", {})
    missing = [relation for relation in _relations(type(page)) if relation.name not in in_memory]
    if page.pk and len(missing) > 1:
        found = _stored(type(page), [page.pk])[page.pk]
        for relation in missing:
            setattr(page, relation.name, found[relation.name])
    try:
        yield
    finally:
        for relation in missing:
            in_memory.pop(relation.name, None)


def _stored(
    model: type[models.Model], keys: Collection[Any], beside: Collection[_Relation] = ()
) -> dict[Any, dict[str, list[Any]]]:
    """Rows by page and relation, in their order."""
    relations = {relation.name: relation for relation in (*_relations(model), *beside)}
    found: dict[Any, dict[str, list[Any]]] = {key: {name: [] for name in relations} for key in keys}
    asked = tuple(relations.values())
    read = () if not asked else _of_one(asked, *keys) if len(keys) == 1 else _query(asked, keys)
    for name, page, values in read:
        found[page][name].append(_instance(relations[name].target, values))
    for rows in found.values():
        for name, relation in relations.items():
            rows[name].sort(key=_order(relation.target))
    return found


def _query(relations: Sequence[_Relation], keys: Collection[Any]) -> Any:
    """Name of the relation, key of the page, columns: of all rows of all relations."""
    queries = [
        relation.manager.filter(**{f"{relation.back}__in": keys})
        .order_by()
        .values_list(
            Value(relation.name, output_field=models.CharField()),
            f"{relation.back}_id",
            JSONObject(**_columns(relation.target, relation.prefix)),
        )
        for relation in relations
    ]
    return queries[0].union(*queries[1:], all=True)


_SOME_KEY = -(2**40)
"""Stands in a remembered statement where the key of the page goes."""


def _of_one(relations: tuple[_Relation, ...], key: Any) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """The same for one page. Django takes longer to write this statement than the database to answer it, and
    it is the same for every page of a type: it is written once.
    """
    statement, values = _statement_of_one(connection.vendor, relations)
    with connection.cursor() as cursor:
        cursor.execute(statement, [key if value == _SOME_KEY else value for value in values])
        read = cursor.fetchall()
    for name, page, columns in read:
        yield name, page, json.loads(columns) if isinstance(columns, str) else columns


@lru_cache(maxsize=256)
def _statement_of_one(_vendor: str, relations: tuple[_Relation, ...]) -> tuple[str, tuple[Any, ...]]:
    statement, values = _query(relations, [_SOME_KEY]).query.sql_with_params()
    return statement, tuple(values)


def _relations(model: Any) -> tuple[_Relation, ...]:
    return _relations_once(model)


@cache
def _relations_once(model: Any) -> tuple[_Relation, ...]:
    inlines = [
        _Relation(
            relation.get_accessor_name(),
            relation.related_model._default_manager,
            relation.field.name,
            relation.related_model,
        )
        for relation in get_all_child_relations(model)
        if relation.related_model._meta.app_label in _project_apps()
    ]
    terms = []
    for field in model._meta.many_to_many:
        if isinstance(field, ParentalManyToManyField):
            through: Any = field.remote_field.through
            prefix = f"{field.m2m_reverse_field_name()}__"
            terms.append(
                _Relation(
                    field.name, through._default_manager, field.m2m_field_name(), field.related_model, prefix
                )
            )
    return (*inlines, *terms)


@cache
def _beside(model: Any) -> tuple[_Relation, ...]:
    """Where the contributions to a page are, and what else stands beside it."""
    names = (*getattr(model, "contributed", ()), *getattr(model, "beside", ()))
    fields = [model._meta.get_field(name) for name in names]
    return tuple(
        _Relation(field.name, field.related_model._default_manager, field.field.name, field.related_model)
        for field in fields
    )


@cache
def _project_apps() -> frozenset[str]:
    return frozenset(
        config.label
        for config in apps.get_app_configs()
        if not config.name.startswith(("django", "wagtail", "taggit"))
    )


def _small_targets(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """Foreign keys to plain models (a term, a cycle), whose row comes along; pages are asked for apart."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and _is_plain(field.related_model)
    ]


def _is_plain(model: Any) -> bool:
    return model._meta.app_label in _project_apps() and not issubclass(model, Page)


def _columns(model: type[models.Model], prefix: str = "") -> dict[str, Any]:
    columns: dict[str, Any] = {
        f.attname: F(f"{prefix}{f.attname}")
        for f in model._meta.concrete_fields
        if not isinstance(f, _NOT_FROM_JSON)
    }
    for key in _small_targets(model) if not prefix else []:
        columns[f"{key.name}__row"] = JSONObject(
            **{f.attname: F(f"{key.name}__{f.attname}") for f in key.related_model._meta.concrete_fields}
        )
    return columns


_NOT_FROM_JSON = (models.DateTimeField, models.JSONField)
"""Columns that JSON does not bring back as they are; what has them is asked for one by one."""


def _instance(model: type[models.Model], values: dict[str, Any]) -> Any:
    fields = [field for field in model._meta.concrete_fields if field.attname in values]
    row: Any = model.from_db(
        "default", [f.attname for f in fields], [f.to_python(values[f.attname]) for f in fields]
    )
    for key in _small_targets(model):
        related = values.get(f"{key.name}__row")
        if related is not None and related[key.related_model._meta.pk.attname] is not None:
            setattr(row, key.name, _instance(key.related_model, related))
    return row


def _order(model: type[models.Model]) -> Any:
    names = [
        str(name)
        for name in model._meta.ordering or ()
        if not str(name).startswith("-") and "__" not in str(name)
    ]
    return lambda row: tuple((getattr(row, name) is None, getattr(row, name)) for name in names)


# --------------------------------------------------------------------------- a draft and its keys


def with_known_keys(model: type[models.Model], content: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a revision without foreign keys to rows that are gone, as ``from_serializable_data`` reads
    it with ``check_fks``: a key of the page becomes empty, a row whose key cascades is left out.

    One query instead of one per key. Raises ``ValueError`` for a dangling key
    whose ``on_delete`` says neither.
    """
    wanted: dict[models.ForeignKey[Any, Any], set[Any]] = defaultdict(set)
    _collect(model, content, wanted)
    by_model: dict[tuple[type[models.Model], str], set[Any]] = defaultdict(set)
    for field, values in wanted.items():
        by_model[_pointed_at(field)] |= values
    return _with_known(model, content, _known(by_model))


def _known(
    wanted: Mapping[tuple[type[models.Model], str], set[Any]],
) -> dict[tuple[type[models.Model], str], set[Any]]:
    """Which of these keys there are. The columns of a union have one type, so keys come as words."""
    targets = list(wanted)
    queries = [
        model._default_manager.filter(**{f"{column}__in": wanted[model, column]})
        .order_by()
        .values_list(Value(place, output_field=models.IntegerField()), Cast(column, models.TextField()))
        for place, (model, column) in enumerate(targets)
    ]
    known: dict[tuple[type[models.Model], str], set[Any]] = {target: set() for target in targets}
    for place, key in queries[0].union(*queries[1:], all=True) if queries else ():
        model, column = targets[place]
        known[model, column].add(model._meta.get_field(column).to_python(key))
    return known


def _pointed_at(field: Any) -> tuple[type[models.Model], str]:
    """The model and the column that a foreign key names."""
    name = field.remote_field.field_name
    return field.remote_field.model, name


def _keys(model: type[models.Model], content: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and content.get(field.name) is not None:
            yield field, field.target_field.to_python(content[field.name])


def _collect(model: type[models.Model], content: Mapping[str, Any], wanted: dict[Any, set[Any]]) -> None:
    for field, value in _keys(model, content):
        wanted[field].add(value)
    for relation in get_all_child_relations(model):
        for row in content.get(relation.get_accessor_name()) or ():
            _collect(relation.related_model, row, wanted)


def _with_known(
    model: type[models.Model], content: Mapping[str, Any], known: Mapping[Any, set[Any]]
) -> dict[str, Any]:
    kept = dict(content)
    for field, value in _keys(model, content):
        action = field.remote_field.on_delete
        if value in known[_pointed_at(field)] or action is models.DO_NOTHING:
            continue
        if action not in {models.CASCADE, models.SET_NULL}:
            raise ValueError(f"{field}: {value} is gone")
        kept[field.name] = None
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in content:
            kept[name] = [
                _with_known(relation.related_model, row, known)
                for row in content[name]
                if not _goes_with_its_key(relation.related_model, row, known)
            ]
    return kept


def _goes_with_its_key(
    model: type[models.Model], row: Mapping[str, Any], known: Mapping[Any, set[Any]]
) -> bool:
    return any(
        field.remote_field.on_delete is models.CASCADE and value not in known[_pointed_at(field)]
        for field, value in _keys(model, row)
    )


# --------------------------------------------------------------------------- writing


@contextmanager
def written_once(page: Any) -> Iterator[None]:
    """Around the save of a whole page: rows that the database holds as they are stay unwritten, and the
    references of the page are noted once instead of after every row.
    """
    from wagtail import signal_handlers  # which needs every model

    unchanged = _unchanged(page) if page.pk else {}
    in_memory = getattr(page, "_cluster_related_objects", {})
    for name in unchanged:
        del in_memory[name]
    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    in_memory.update(unchanged)
    ReferenceIndex.create_or_update_for_object(page)
    for name in unchanged:
        del in_memory[name]


def _unchanged(page: Any) -> dict[str, list[Any]]:
    """Rows in memory by relation, where they say what is stored."""
    in_memory = getattr(page, "_cluster_related_objects", {})
    held = [relation for relation in _relations(type(page)) if relation.name in in_memory]
    if not held:
        return {}
    stored = _stored(type(page), [page.pk])[page.pk]
    return {
        relation.name: in_memory[relation.name]
        for relation in held
        if _words(in_memory[relation.name]) == _words(stored[relation.name])
    }


def _words(rows: list[Any]) -> list[dict[str, Any]]:
    return sorted(
        (
            {
                field.attname: field.to_python(getattr(row, field.attname))
                for field in row._meta.concrete_fields
            }
            for row in rows
            if row.pk is not None
        ),
        key=lambda values: str(values),
    ) + [{"new": True} for row in rows if row.pk is None]
