"""Everything that changes a raw case. Each function is atomic, takes keywords, and neither logs nor mails a
word of it.
"""

from cases.intake.actions.deciding import DecisionsRefused, ReviewChoice, correct, decide, undo
from cases.intake.actions.ending import delete_due, reseal_all
from cases.intake.actions.handover import take_over
from cases.intake.actions.held import OutdatedRawCase, trail_key
from cases.intake.actions.taking import SentTwice, change, take_in

__all__ = [
    "DecisionsRefused",
    "OutdatedRawCase",
    "ReviewChoice",
    "SentTwice",
    "change",
    "correct",
    "decide",
    "delete_due",
    "reseal_all",
    "take_in",
    "take_over",
    "trail_key",
    "undo",
]
