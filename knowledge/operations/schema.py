"""What of the models is the database's: migrations hold that and nothing else.

Labels, help texts and lists of choices change no table, but Django writes a migration for each of them, and
Wagtail one for every label inside a stream of blocks. The autodetector here compares the models without them;
``makemigrations`` and ``migrate`` use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import connections, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations import AddConstraint, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import F, Q
from django.db.models.constants import LOOKUP_SEP
from django.db.utils import DEFAULT_DB_ALIAS
from django.utils.module_loading import import_string
from wagtail.fields import StreamField

__all__ = ["LOAD_ANEW", "SchemaAutodetector", "is_before_first_release", "schema_field"]

_WITHOUT_EFFECT: Final[dict[str, tuple[str, Any]]] = {
    "verbose_name": ("_verbose_name", None),
    "help_text": ("help_text", ""),
    "choices": ("choices", None),
    "editable": ("editable", True),
    "error_messages": ("_error_messages", None),
    "validators": ("_validators", []),
}
"""Argument of a field -> where the field keeps it, and the value Django leaves out of a migration.

``blank`` stays: whether a column may be added without a default depends on it.
"""

_BLOCK_WITHOUT_EFFECT: Final = frozenset(
    {
        "choices",
        "description",
        "editor",
        "error_messages",
        "features",
        "form_attrs",
        "form_classname",
        "form_template",
        "group",
        "help_text",
        "icon",
        "label",
        "label_format",
        "preview_template",
        "preview_value",
        "template",
    }
)

_MODEL_WITHOUT_EFFECT: Final = ("verbose_name", "verbose_name_plural")

_LAST_OF_BEFORE: Final = ("knowledge", "0002_help_texts_and_required")
"""Recorded in every database made before the migrations were drawn together, and in none made since."""

LOAD_ANEW: Final = (
    "Diese Datenbank stammt aus einer Fassung vor 1.0 und lässt sich nicht umbauen; sie muss neu geladen"
    " werden. Die Demo: „make clean“, dann „make run“. Eine eigene Installation: Datenbank leeren, dann"
    " „manage.py migrate“ und „manage.py setup_library“."
)


def is_before_first_release(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the database was made by the migrations of before 1.0, which no longer exist."""
    return _LAST_OF_BEFORE in MigrationRecorder(connections[using]).applied_migrations()


def schema_field(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """A copy of a field that carries nothing but what concerns the database."""
    _name, _path, args, kwargs = field.deconstruct()
    if isinstance(field, StreamField):
        kwargs["block_lookup"] = {
            index: (
                path,
                inner,
                {key: value for key, value in named.items() if key not in _BLOCK_WITHOUT_EFFECT},
            )
            for index, (path, inner, named) in kwargs["block_lookup"].items()
        }
    copy = type(field)(*args, **kwargs)
    for argument in _WITHOUT_EFFECT.keys() & kwargs.keys():
        attribute, value = _WITHOUT_EFFECT[argument]
        setattr(copy, attribute, value)
    return copy


class SchemaAutodetector(MigrationAutodetector):
    """Finds what changes the database."""

    def __init__(self, from_state: ProjectState, to_state: ProjectState, questioner: Any = None) -> None:
        for state in (from_state, to_state):
            for model in state.models.values():
                _keep_schema(model)
        super().__init__(from_state, to_state, questioner)

    def changes(self, graph: MigrationGraph, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
        """Migrations by app, with each constraint part of its table where that is made in the same migration.

        The first one of an app that needs Wagtail waits for all of Wagtail: what Wagtail changes later,
        Django would work out once more for every table of ours.
        """
        found: dict[str, list[Any]] = super().changes(graph, *args, **kwargs)
        wagtail = [leaf for leaf in graph.leaf_nodes() if leaf[0].startswith("wagtail")]
        for app, migrations in found.items():
            for migration in migrations:
                beside = _with_constraints_beside_tables(migration.operations)
                migration.operations = MigrationOptimizer().optimize(beside, app)
                needed = {label for label, _name in migration.dependencies}
                if migration.initial and "wagtailcore" in needed:
                    migration.dependencies += [leaf for leaf in wagtail if leaf[0] not in needed]
        return found


def _with_constraints_beside_tables(found: list[Operation]) -> list[Operation]:
    """The operations with each constraint right behind the table that has its columns: the optimizer then
    makes one statement of both, where SQLite would copy the table once for every constraint.
    """
    columns = {one.name_lower: dict(one.fields).keys() for one in found if isinstance(one, CreateModel)}
    beside: dict[str, list[Operation]] = {}
    others: list[Operation] = []
    for one in found:
        name = one.model_name_lower if isinstance(one, AddConstraint) else ""
        if isinstance(one, AddConstraint) and _columns_of(one.constraint) <= columns.get(name, set()):
            beside.setdefault(name, []).append(one)
        else:
            others.append(one)
    result: list[Operation] = []
    for one in others:
        result += [one, *(beside.get(one.name_lower, ()) if isinstance(one, CreateModel) else ())]
    return result


def _columns_of(constraint: models.BaseConstraint) -> set[str]:
    if isinstance(constraint, models.CheckConstraint):
        return set(_columns_in(constraint.condition))
    return set(getattr(constraint, "fields", ()))


def _columns_in(condition: Any) -> Iterator[str]:
    if isinstance(condition, Q):
        for child in condition.children:
            yield from _columns_in(child)
    elif isinstance(condition, tuple):
        yield condition[0].partition(LOOKUP_SEP)[0]
        yield from _columns_in(condition[1])
    elif isinstance(condition, F):
        yield condition.name  # type: ignore[attr-defined]  # unknown to the stubs


def _keep_schema(model: ModelState) -> None:
    model.fields = {name: schema_field(field) for name, field in model.fields.items()}
    for option in _MODEL_WITHOUT_EFFECT:
        model.options.pop(option, None)
    if "constraints" in model.options:
        model.options["constraints"] = [_schema_constraint(one) for one in model.options["constraints"]]


def _schema_constraint(constraint: models.BaseConstraint) -> models.BaseConstraint:
    path, args, kwargs = constraint.deconstruct()
    plain: models.BaseConstraint = import_string(path)(
        *args, **{key: value for key, value in kwargs.items() if key not in constraint.non_db_attrs}
    )
    return plain
