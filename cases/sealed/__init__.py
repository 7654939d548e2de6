"""Raw cases at rest: sealed, opened, destroyed. The intake and the gate both stand on it."""

from cases.sealed.actions import destroy_names, note_access, remove
from cases.sealed.contents import IntakeNames, names_in, read_text
from cases.sealed.sealing import SealError, open_sealed, reseal, seal

__all__ = [
    "IntakeNames",
    "SealError",
    "destroy_names",
    "names_in",
    "note_access",
    "open_sealed",
    "read_text",
    "remove",
    "reseal",
    "seal",
]
