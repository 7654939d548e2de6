"""Rules of the gate that Django can check before anything is published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

__all__ = ["check_gate_settings", "check_sections", "connect"]


def check_sections(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """cases.E001: every public word of a case stands in a section, so that the case giver is asked about
    it.
    """
    from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

    from cases.models import CasePage
    from cases.sections import BESIDE, NOT_TEXT, SECTIONS
    from knowledge.classification import FieldClass, field_class

    names = {field.name for field in CasePage._meta.fields}
    names |= {relation.get_accessor_name() for relation in get_all_child_relations(CasePage)}
    names |= {field.name for field in get_all_child_m2m_relations(CasePage)}
    public = {name for name in names if field_class(CasePage, name) is not FieldClass.INTERNAL}
    asked = {name for section in SECTIONS for name in section.fields}
    return [
        Error(
            f"CasePage.{name} is public, but the case giver is not asked about it.",
            hint="Add it to a section of `SECTIONS` in cases/sections.py (docs/anleitung/anonymisieren.md).",
            obj=CasePage,
            id="cases.E001",
        )
        for name in sorted(public - asked - NOT_TEXT - BESIDE)
    ]


def check_gate_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """cases.E002 and cases.E003: the thresholds of the gate are usable."""
    from cases.models import detector_order

    errors: list[CheckMessage] = []
    least = settings.ANONYMITY_K_REGISTER
    if not isinstance(least, int) or isinstance(least, bool) or least < 2:
        errors.append(
            Error(
                f"ANONYMITY_K_REGISTER is {least!r}.",
                hint="Set a whole number of at least 2; 20 is the default.",
                id="cases.E002",
            )
        )
    version = settings.ANONYMITY_DETECTOR_LEAST
    if not detector_order(str(version)):
        errors.append(
            Error(
                f"ANONYMITY_DETECTOR_LEAST is {version!r}.",
                hint="Set a version of the detector such as “2026.1”.",
                id="cases.E003",
            )
        )
    return errors


def connect() -> None:
    """Let ``manage.py check`` ask them all."""
    for check in (check_sections, check_gate_settings):
        register(check)
