"""What ``/konto/`` shows of the cases of a person: questions that wait for their answer, what became of
theirs. Only for a mailbox that is proved to be theirs.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.contact import forget_mailboxes, questions_by, questions_to
from cases.followup import end_questions, open_links, own_links
from knowledge.accounts import (
    AccountBox,
    BoxEntry,
    MailboxMatter,
    own_mailboxes,
    register_box,
    register_matter,
)
from knowledge.base import title_for_reader

__all__: list[str] = []


def follow_ups_due(request: Any) -> AccountBox | None:
    """Questions to this person about their own cases that wait for an answer."""
    waiting = own_links(mailboxes=own_mailboxes(request.user))
    if not waiting:
        return None
    return AccountBox(
        _("Wir warten auf Ihre Antwort"),
        tuple(
            BoxEntry(
                title_for_reader(link.case)[0],
                reverse("follow_up", args=[link.token]),
                _("Was wurde daraus? (bis %(day)s)") % {"day": date_format(link.expires_on, "j. F Y")},
                german=not title_for_reader(link.case)[1],
            )
            for link in waiting
        ),
    )


def questions_by_the_trustee(request: Any) -> AccountBox | None:
    """What somebody would like to know of this person, and what they asked others. Nobody's name, and no word
    of a question: it stands behind its link.
    """
    mailboxes = own_mailboxes(request.user)
    if not mailboxes:
        return None
    entries = [
        BoxEntry(
            row.request.case.title,
            reverse("contact_answer", args=[row.token]),
            _("Jemand hat eine Frage an Sie (bis %(day)s)") % {"day": date_format(row.expires_on, "j. F Y")},
            german=True,
        )
        for row in questions_to(mailboxes=mailboxes)
    ]
    entries += [
        BoxEntry(
            row.public_title or _("Ein Fall, der zurzeit nicht öffentlich ist"),
            reverse("contact_question", args=[row.token]),
            _("Ihre Frage: %(state)s") % {"state": row.get_state_display()},
            german=bool(row.public_title),
        )
        for row in questions_by(mailboxes=mailboxes)
    ]
    return AccountBox(_("Fragen durch die Treuhand"), tuple(entries)) if entries else None


register_box("due", 5, follow_ups_due)
register_box("trustee", 6, questions_by_the_trustee)


# --------------------------------------------------------------------------- what ends with an account


def _follow_ups(mailboxes: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {"fall": row.case.title, "faellig": row.due_on.isoformat(), "verschickt": row.sent_at is not None}
        for row in open_links(mailboxes=mailboxes)
        if not row.closed
    ]


def _trustee(mailboxes: frozenset[str]) -> list[dict[str, Any]]:
    asked = [
        {"richtung": "von_mir", "fall": row.public_title, "stand": row.state, "frage": row.question}
        for row in questions_by(mailboxes=mailboxes)
    ]
    return asked + [
        {"richtung": "an_mich", "fall": row.request.case.title, "stand": row.request.state, "frage": ""}
        for row in questions_to(mailboxes=mailboxes)
    ]


register_matter(
    MailboxMatter(
        "nachfragen",
        lambda n: ngettext("%(n)d offene Nachfrage", "%(n)d offene Nachfragen", n) % {"n": n},
        _follow_ups,
        lambda mailboxes: end_questions(mailboxes=mailboxes),
    )
)
register_matter(
    MailboxMatter(
        "treuhand",
        lambda n: ngettext("%(n)d Frage durch die Treuhand", "%(n)d Fragen durch die Treuhand", n) % {"n": n},
        _trustee,
        lambda mailboxes: forget_mailboxes(mailboxes=mailboxes),
    )
)
