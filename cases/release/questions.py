"""Questions of readers, as the case giver is asked about them: whether any are taken, and where they go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.contact import note_contact
from cases.models import CaseContact, CasePage

__all__ = ["ContactWish"]

ADDRESS, ORGANISERS, NONE = "adresse", "organisation", "nein"
_WISHES: Final = frozenset({ADDRESS, ORGANISERS, NONE})
_MOST: Final = 254


@dataclass(frozen=True)
class ContactWish:
    """What a case giver wants: ``wish`` is one of three words, ``typed`` an address of one's own. An address
    that is known already is kept, and never shown: it lies sealed.
    """

    wish: str
    typed: str
    is_known: bool
    error: str = ""

    @classmethod
    def of(cls, case: CasePage, sent: QueryDict | None = None) -> ContactWish:
        """What was sent, else what is known; who never said anything is asked by the organisers."""
        contact = CaseContact.objects.filter(case=case.pk).first()
        is_known = contact is not None and bool(contact.sealed_email)
        before = ORGANISERS
        if contact is not None and not contact.takes_questions:
            before = NONE
        elif is_known:
            before = ADDRESS
        wish = str(sent.get("fragen", "")) if sent is not None else ""
        if sent is None or wish not in _WISHES:
            return cls(before, "", is_known)
        typed = str(sent.get("fragen-mail", "")).strip()[: _MOST + 1]
        return cls(wish, typed, is_known, _error(wish, typed, is_known))

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and label of each answer."""
        return [
            (ADDRESS, _("Ja, als Link an meine Mailadresse")),
            (ORGANISERS, _("Ja, aber nur über die Organisation des Forums, ohne Adresse")),
            (NONE, _("Nein, keine Fragen zu diesem Fall")),
        ]

    def note(self, case: CasePage) -> None:
        """Keep it. What is kept already stays as it is."""
        if self == ContactWish.of(case):
            return
        if self.wish == ADDRESS and not self.typed:
            return
        typed = self.typed if self.wish == ADDRESS else ""
        note_contact(case=case, email=typed, takes_questions=self.wish != NONE)


def _error(wish: str, typed: str, is_known: bool) -> str:
    if wish != ADDRESS or (is_known and not typed):
        return ""
    try:
        validate_email(typed)
    except ValidationError:
        return _(
            "Bitte eine Mailadresse eintragen, wie name@rathaus.example, oder eine andere Antwort wählen."
        )
    return "" if len(typed) <= _MOST else _("Diese Mailadresse ist zu lang.")
