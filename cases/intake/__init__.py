"""The confidential room: intake, review and handover of raw cases. A cul-de-sac: only the entry points of the
app know it, and they take what is named here.

Needs the models of all apps, so it is imported when they are known. See ``docs/anleitung/anonymisieren.md``.
"""

from cases.intake.actions import delete_due, reseal_all
from cases.intake.documents import fields_of_document
from cases.intake.importing import CaseRefused, take_in_document, take_in_row
from cases.intake.training import load_training_case

__all__ = [
    "CaseRefused",
    "delete_due",
    "fields_of_document",
    "load_training_case",
    "reseal_all",
    "take_in_document",
    "take_in_row",
    "views",
]
