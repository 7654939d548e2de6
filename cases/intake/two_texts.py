"""Two texts for one field of the intake: what stands in the form, and what a file or another person brought.
Nobody's words are replaced unasked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

__all__ = ["FROM_FILE", "FROM_PERSON", "Other", "differing", "filled", "settled"]

FROM_FILE, FROM_PERSON = "datei", "person"
_KEEP, _TAKE, _BOTH = "meins", "anderes", "beides"


@dataclass(frozen=True, slots=True)
class Other:
    """A second text for a field, until somebody has decided."""

    name: str
    value: str
    source: str
    shown: str
    is_long: bool

    @property
    def heading(self) -> str:
        """Where it comes from."""
        return (
            _("Aus der Datei gelesen")
            if self.source == FROM_FILE
            else _("Inzwischen von einer anderen Person gespeichert")
        )

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        both = [(_BOTH, _("Beides behalten, diesen Text darunter"))] if self.is_long else []
        return [
            (_KEEP, _("Lassen, wie es oben im Feld steht")),
            (_TAKE, _("Durch diesen Text ersetzen")),
            *both,
        ]


def _other(form: forms.Form, name: str, value: str, source: str) -> Other:
    choices = dict(getattr(form.fields[name], "choices", ()))
    known = {str(key): str(label) for key, label in choices.items()}
    return Other(
        name,
        value,
        source,
        known.get(value, value) or _("(leer)"),
        isinstance(form.fields[name].widget, forms.Textarea),
    )


def _as_text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def settled(form: forms.Form, sent: QueryDict) -> tuple[QueryDict, dict[str, Other]]:
    """What was sent with every decision carried out, and the fields that still wait for one."""
    data, waiting = sent.copy(), {}
    for name, field in form.fields.items():
        if f"anderes-{name}" not in sent:
            continue
        value, choice = _as_text(sent[f"anderes-{name}"]), sent.get(f"wahl-{name}")
        if choice == _TAKE:
            data[name] = value
        elif choice == _BOTH and isinstance(field.widget, forms.Textarea):
            data[name] = f"{sent.get(name, '').rstrip()}\n\n{value}".strip()
        elif choice != _KEEP:
            waiting[name] = _other(
                form, name, value, FROM_FILE if sent.get(f"quelle-{name}") == FROM_FILE else FROM_PERSON
            )
    return data, waiting


def filled(form: forms.Form, data: QueryDict, read: Mapping[str, str]) -> tuple[QueryDict, dict[str, Other]]:
    """The form with what a file says in its empty fields, and what the file says about the others."""
    data, waiting = data.copy(), {}
    for name, value in read.items():
        typed = _as_text(data.get(name))
        if not typed:
            data[name] = value
        elif typed != _as_text(value):
            waiting[name] = _other(form, name, value, FROM_FILE)
    return data, waiting


def differing(form: forms.Form, data: QueryDict, saved: Mapping[str, Any]) -> dict[str, Other]:
    """What another person has saved, where it is not what was sent."""
    return {
        name: _other(form, name, _as_text(saved.get(name)), FROM_PERSON)
        for name, field in form.fields.items()
        if not isinstance(field, forms.BooleanField) and _as_text(data.get(name)) != _as_text(saved.get(name))
    }
