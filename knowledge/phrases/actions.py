"""What changes the entry phrases of a page. Each function is atomic, takes keywords and holds the page.

None of them publishes the page or writes a revision of it, and none logs a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from knowledge.base import SitePage
from knowledge.guard import OpenFinding, rules
from knowledge.phrases.models import EntryPhrase
from search.language import fold
from search.query import clean

__all__ = [
    "PhrasesChanged",
    "add_phrase",
    "open_findings",
    "recheck",
    "remove_phrase",
    "replace_phrases",
    "version_of",
]

LEAST_CHARACTERS = 3


class PhrasesChanged(ValidationError):
    """Somebody else saved meanwhile; nothing is saved. ``stored`` are the sentences as they stand now."""

    def __init__(self, stored: Sequence[str]) -> None:
        self.stored = tuple(stored)
        super().__init__(
            _("Inzwischen hat jemand anderes hier gespeichert: „%(text)s“. Ihr Text steht noch im Feld.")
            % {"text": " / ".join(self.stored) or _("(leer)")}
        )


def version_of(texts: Iterable[str]) -> str:
    """Tells whether the sentences on the screen are still those that are stored."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def open_findings(page: Page, texts: Iterable[str]) -> list[OpenFinding]:
    """What may name somebody in sentences for this page, the certain first. Raises ``GuardUnavailable``."""
    return rules.findings_beside(page, "entry_phrases", list(texts))


@transaction.atomic
def replace_phrases(
    *, page: Page, texts: Iterable[str], user: Any, confirmed: bool = False, seen: str | None = None
) -> list[EntryPhrase]:
    """Let these sentences stand, in this order. A sentence that stays keeps where it came from.

    ``confirmed``: somebody has said that what the detector doubts tells nobody. ``seen`` is the
    :func:`version_of` the sentences that were on the screen.

    Raises ``ValidationError`` with sentences for the person who typed, :class:`PhrasesChanged`,
    :class:`knowledge.guard.rules.PublicTextRefused`, ``GuardUnavailable``.
    """
    page = _held(page)
    before = {row.text: row for row in EntryPhrase.objects.of(page)}
    if seen is not None and seen != version_of(before):
        raise PhrasesChanged(list(before))
    wanted = _cleaned(texts)
    new = [text for text in wanted if text not in before]
    _pass(page, new, wanted, user, confirmed)
    for text, row in before.items():
        if text not in wanted:
            row.delete()
    return [
        _placed(before.get(text) or EntryPhrase(page=page, text=text, added_by=user), place)
        for place, text in enumerate(wanted)
    ]


@transaction.atomic
def add_phrase(*, page: Page, text: str, user: Any, confirmed: bool = False) -> EntryPhrase | None:
    """Learn one sentence from a search or a question; ``None`` where the page has it already.

    Raises as :func:`replace_phrases`.
    """
    page = _held(page)
    (wanted,) = _cleaned([text]) or [""]
    stored = EntryPhrase.objects.of(page)
    texts = stored.texts()
    if not wanted:
        raise ValidationError(_("Bitte schreiben Sie den Satz, mit dem danach gefragt wird."))
    if fold(wanted) in map(fold, texts):
        return None
    _pass(page, [wanted], [*texts, wanted], user, confirmed)
    last = stored.aggregate(last=Max("sort_order"))["last"]
    row = EntryPhrase(page=page, text=wanted, added_by=user, is_learned=True)
    return _placed(row, 0 if last is None else last + 1)


@transaction.atomic
def remove_phrase(*, phrase: EntryPhrase) -> None:
    """Take one sentence back."""
    phrase.delete()


@transaction.atomic
def recheck() -> int:
    """Take out what the present detector holds for certain; answers how many sentences went."""
    gone = 0
    for row in EntryPhrase.objects.select_related("page"):
        if any(item.is_certain for item in open_findings(row.page, [row.text])):
            row.delete()
            gone += 1
    return gone


def _held(page: Page) -> SitePage:
    """The page as its own type, locked, so that two who save take turns."""
    Page.objects.select_for_update().get(pk=page.pk)
    specific: SitePage = Page.objects.get(pk=page.pk).specific
    return specific


def _placed(row: EntryPhrase, place: int) -> EntryPhrase:
    if row.pk is None or row.sort_order != place:
        row.sort_order = place
        row.save()
    return row


def _cleaned(texts: Iterable[str]) -> list[str]:
    """Without control characters, empty lines and what says the same twice."""
    found: dict[str, str] = {}
    for text in texts:
        if line := clean(text):
            found.setdefault(fold(line), line)
    return list(found.values())


def _pass(page: SitePage, new: Sequence[str], wanted: Sequence[str], user: Any, confirmed: bool) -> None:
    """Raises unless all of it may stand."""
    errors = [
        _("„%(text)s“ hat %(count)s Zeichen; höchstens %(most)s sind möglich.")
        % {
            "text": Truncator(text).words(4, truncate=" …"),
            "count": len(text),
            "most": EntryPhrase.MOST_CHARACTERS,
        }
        for text in new
        if len(text) > EntryPhrase.MOST_CHARACTERS
    ]
    errors += [
        _("„%(text)s“ ist zu kurz, um danach zu suchen.") % {"text": text}
        for text in new
        if len(text) < LEAST_CHARACTERS
    ]
    if len(wanted) > EntryPhrase.MOST:
        errors.append(
            _("Höchstens %(most)s Sätze sind möglich; hier stehen %(count)s.")
            % {"most": EntryPhrase.MOST, "count": len(wanted)}
        )
    if errors:
        raise ValidationError(errors)
    found = open_findings(page, new)
    if confirmed:
        rules.let_stand(page, found, user=user)
    else:
        rules.refuse(page, found)
    if new and (objections := page.objections_to(new)):
        raise ValidationError(objections)
