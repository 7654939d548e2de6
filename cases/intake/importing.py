"""Cases of a list or a file, taken in like those that somebody types: the form of the intake judges them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases.intake import actions
from cases.intake.documents import fields_of_document
from cases.intake.forms import RawCaseForm
from cases.models import RawCase
from knowledge.anonymity.files import FileRefused, read_document

__all__ = ["CaseRefused", "take_in_document", "take_in_row"]

_SALT = "cases.intake.importing"


class CaseRefused(ValueError):
    """A case that cannot be taken in; the message names fields and never quotes them."""


def take_in_row(values: Mapping[str, Any], external_id: str, *, user: Any, dry: bool) -> tuple[str, str]:
    """Code of the raw case and ``new`` or ``same``; nothing is kept by a ``dry`` run.

    Raises :class:`CaseRefused`.
    """
    if not external_id:
        raise CaseRefused(_("Die Kennung (external_id) fehlt; ohne sie käme jede Zeile noch einmal."))
    return _taken(values, external_id, user=user, dry=dry)


def take_in_document(content: bytes, *, user: Any, dry: bool) -> tuple[str, str]:
    """The same for one case in a document with the headings of the intake. Raises :class:`CaseRefused`."""
    try:
        text = read_document(content).text
    except FileRefused as error:
        raise CaseRefused(str(error)) from error
    return _taken(fields_of_document(text), text, user=user, dry=dry)


def _taken(values: Mapping[str, Any], source: str, *, user: Any, dry: bool) -> tuple[str, str]:
    mark = salted_hmac(_SALT, source, algorithm="sha256").hexdigest()[:32]
    known = RawCase.objects.filter(source_mark=mark).values_list("code", flat=True).first()
    if known is not None:
        return known, "same"
    unknown = sorted(values.keys() - RawCaseForm.base_fields.keys())
    if unknown:
        raise CaseRefused(_("Das Feld „%(name)s“ gibt es nicht.") % {"name": unknown[0]})
    defaults = {
        name: field.initial for name, field in RawCaseForm.base_fields.items() if field.initial is not None
    }
    form = RawCaseForm({**defaults, **values})
    if not form.is_valid():
        raise CaseRefused(
            " ".join(
                f"{form[name].label}: {' '.join(map(str, found))}" for name, found in form.errors.items()
            )
        )
    if dry:
        return "", "new"
    raw = actions.take_in(
        text=form.text(),
        names=form.names(),
        meeting=form.cleaned_data["meeting"],
        user=user,
        source_mark=mark,
    )
    return raw.code, "new"
