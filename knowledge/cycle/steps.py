"""States that move by named steps: from where to where, and what has to be in order before.

A step names its conditions as sentences that say what is missing and lead there. ``save()`` refuses a state
that no step set, so neither a form nor a shell jumps one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from search.models import OutdatedRecord

__all__ = [
    "Missing",
    "StateStep",
    "StepJumped",
    "StepRefused",
    "Stepped",
    "bring_to",
    "possible_steps",
    "take_step",
]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not in order yet: a sentence, and the page where it is put in order."""

    sentence: str
    url: str = ""

    def __str__(self) -> str:
        return self.sentence


def nothing_missing(record: Any) -> Iterable[Missing]:
    """A step without conditions."""
    return ()


def nothing_ends(record: Any) -> str:
    """A step that takes nothing from anybody."""
    return ""


@dataclass(frozen=True, slots=True)
class StateStep:
    """A named way from some states to another one. ``missing`` tells what a record still lacks for it,
    ``back`` that it takes back what was reached: its button is pale and asks once more. ``warning`` is what
    ends with it for good ("" for nothing): its button asks once more, and says so.
    """

    name: str
    label: Any
    before: frozenset[str]
    after: str
    missing: Callable[[Any], Iterable[Missing]] = nothing_missing
    back: bool = False
    warning: Callable[[Any], str] = nothing_ends


class StepJumped(RuntimeError):
    """A state was changed by hand; only steps move it."""


class StepRefused(ValidationError):
    """A step is not possible from here, or something is missing; ``missing`` says what."""

    def __init__(self, missing: Collection[Missing]) -> None:
        self.missing = tuple(missing)
        super().__init__([item.sentence for item in self.missing])


class Stepped(models.Model):
    """A record whose ``state`` moves by :func:`take_step` alone."""

    STEPS: ClassVar[tuple[StateStep, ...]] = ()
    _state_when_read: str | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        """Remember the state, so that a save cannot move it."""
        row = super().from_db(db, field_names, values, **kwargs)
        row._state_when_read = row.__dict__.get("state")
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Remember the state."""
        super().refresh_from_db(*args, **kwargs)
        self._state_when_read = self.__dict__.get("state")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save everything but a new state. Raises :class:`StepJumped`."""
        state = self.__dict__.get("state")
        if self._state.adding:
            before = self._meta.get_field("state").get_default()  # type: ignore[misc, union-attr]
        else:
            before = self._state_when_read or state
        if state != before:
            raise StepJumped(f"{self._meta.label}: {before} -> {state}")
        super().save(*args, **kwargs)
        self._state_when_read = self.__dict__.get("state")


def possible_steps(record: Any) -> list[tuple[StateStep, list[Missing]]]:
    """The steps from where a record stands, each with what it lacks; those that lead back come last."""
    steps = [step for step in record.STEPS if record.state in step.before]
    return [(step, list(step.missing(record))) for step in sorted(steps, key=lambda step: step.back)]


@transaction.atomic
def take_step(*, record: Any, name: str, **values: Any) -> StateStep:
    """Move a record by the step of that name and set ``values`` with it.

    Raises :class:`StepRefused` where the record does not stand before this step (any more) or lacks
    something, ``OutdatedRecord`` where somebody else was faster.
    """
    row = type(record).objects.select_for_update().get(pk=record.pk)
    step = next((step for step in row.STEPS if step.name == name and row.state in step.before), None)
    if step is None:
        known = next((str(step.label) for step in row.STEPS if step.name == name), "")
        refused = (
            _not_from_here(known, row.get_state_display()) if known else _("Diesen Schritt gibt es nicht.")
        )
        raise StepRefused([Missing(refused)])
    if missing := list(step.missing(row)):
        raise StepRefused(missing)
    _write(row, state=step.after, **values)
    record.refresh_from_db()
    return step


def _not_from_here(step: str, state: str) -> str:
    return _("„%(step)s“ geht nicht, solange der Stand „%(state)s“ ist.") % {"step": step, "state": state}


def bring_to(*, record: Any, state: str) -> None:
    """The state that invented or imported content brings along: no step was taken here. The database still
    refuses what does not fit the other columns.
    """
    if record.state != state:
        _write(record, state=state)
        record.refresh_from_db()


def _write(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.validate_constraints()
    changed = type(row)._base_manager.filter(pk=row.pk, row_version=row.row_version)
    if not changed.update(**values, row_version=row.row_version + 1):
        raise OutdatedRecord
