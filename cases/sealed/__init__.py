"""Raw cases at rest: sealed, opened, destroyed. The intake and the gate both stand on it."""

from cases.sealed.actions import destroy_names, note_access, remove
from cases.sealed.contents import IntakeNames, names_in, read_text
from cases.sealed.unreported import forms_of, unreported_words
from knowledge.guard import SealError, key_number, open_sealed, reseal, seal

__all__ = [
    "IntakeNames",
    "SealError",
    "destroy_names",
    "forms_of",
    "key_number",
    "names_in",
    "note_access",
    "open_sealed",
    "read_text",
    "remove",
    "reseal",
    "seal",
    "unreported_words",
]
