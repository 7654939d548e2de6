"""Questions to the people behind a case: a trustee stands between, so that nobody learns of the other before
both want it. No mail holds a word of what was written, no header an address of the other side.
"""

from cases.contact import desk
from cases.contact.actions import (
    answer,
    ask,
    bring,
    confirm,
    decline,
    delete,
    look_after,
    note_contact,
    offers_contact,
    reseal_contacts,
    show_asker,
)
from cases.contact.demo import place_contact
from cases.contact.own import forget_mailboxes, questions_by, questions_to

__all__ = [
    "answer",
    "ask",
    "bring",
    "confirm",
    "decline",
    "delete",
    "desk",
    "forget_mailboxes",
    "look_after",
    "note_contact",
    "offers_contact",
    "place_contact",
    "questions_by",
    "questions_to",
    "reseal_contacts",
    "show_asker",
    "views",
]
