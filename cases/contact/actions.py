"""What moves a question to the people behind a case: asked, confirmed, brought, answered or declined, shown,
reminded, ended, deleted. Each function is atomic; none logs a word of a text.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cases.models import CaseContact, CasePage, ContactRelay, ContactRequest
from knowledge.guard import open_sealed, reseal, seal
from knowledge.jobs import Running, TryLater, enqueue, hourly, kind
from search.models import mailbox_of
from search.public_forms import PER_MAILBOX, absolute, send

__all__ = [
    "ANSWERABLE",
    "answer",
    "ask",
    "bring",
    "confirm",
    "decline",
    "delete",
    "look_after",
    "note_contact",
    "offers_contact",
    "reseal_contacts",
    "show_asker",
]

CONFIRMABLE: Final = timedelta(days=7)
"""An address that nobody confirmed is forgotten after this time."""
ANSWERABLE: Final = timedelta(days=30)
"""So long a question waits for an answer, and an answer for its reader; then all of it is deleted."""
REMINDED: Final = timedelta(days=10)
SAID_SO: Final = timedelta(days=14)
"""So long the link of an unanswered question still says that there was none."""

ASK_OWNER: Final = "cases.ask_owner_of_question"
_TRIES: Final = 24 * 7 + 8
"""After minutes at first, then hourly: at least as long as a question waits for its confirmation."""
_FULL: Final = gettext_noop("An dieses Postfach geht gerade keine Mail mehr; sie wird später verschickt.")

State = ContactRequest.State


def offers_contact(case: CasePage) -> bool:
    """Whether questions about a case are taken: always, until its people refuse."""
    return not CaseContact.objects.filter(case=case, takes_questions=False).exists()


@transaction.atomic
def note_contact(*, case: CasePage, email: str, takes_questions: bool) -> None:
    """What the people behind a case want: questions to this address, or none. Who refuses leaves no address;
    what waits for them is declined.
    """
    CaseContact.objects.update_or_create(
        case=case,
        defaults={
            "takes_questions": takes_questions,
            "sealed_email": seal(email) if takes_questions and email else "",
        },
    )
    if not takes_questions:
        for row in ContactRequest.objects.filter(case=case, state__in=[State.WAITING, State.FORWARDED]):
            _end(row, State.DECLINED, "declined")


# --------------------------------------------------------------------------- who asks


@transaction.atomic
def ask(*, case: CasePage, values: dict[str, Any], language: str) -> None:
    """Keep a question, sealed, and ask the owner of the address. ``values`` are those of
    :class:`cases.contact.forms.ContactForm`. Where the mailbox gets no more mail for now the question
    waits, and the asker sees no difference: others may have used up what it gets in a day.
    """
    row = ContactRequest.objects.create(
        case=case,
        expires_on=timezone.localdate() + CONFIRMABLE,
        sealed_asker=seal({"name": values["name"], "email": values["mail"]}),
        sealed_question=seal(values["frage"]),
        shows_asker=values["zeigen"],
        language=language,
    )
    if not _ask_owner(row):
        enqueue(ASK_OWNER, row.pk)


def _ask_owner(row: ContactRequest) -> bool:
    """Ask the owner of the address, who has all the time from now on; ``False`` where the mailbox gets no
    more mail for now, or the case was hidden meanwhile.
    """
    if not row.is_about_public_case or PER_MAILBOX.take(mailbox_of(row.asker["email"])) is not None:
        return False
    _move(row, expires_on=timezone.localdate() + CONFIRMABLE)
    _write_to_asker(row, "confirm")
    return True


@kind(ASK_OWNER, label=gettext_lazy("Bitte um Bestätigung einer Frage"), tries=_TRIES)
def ask_owner(job: Running) -> None:
    """Ask for the question in the first argument as soon as its mailbox gets mail again."""
    row = ContactRequest.objects.filter(pk=job.arguments[0], state=State.UNCONFIRMED).first()
    if row is None:
        return
    with job.once():
        if not _ask_owner(row):
            raise TryLater(_FULL)


@transaction.atomic
def confirm(*, request: ContactRequest) -> None:
    """The owner of the address says yes: the question goes to the people behind the case where their address
    is known, else to the organisers. Raises ``ValidationError`` where it is confirmed or over, and, leaving
    it as it is, where not everybody may read the case any more.
    """
    if not request.is_about_public_case:
        raise ValidationError(_("Der Fall, um den es geht, ist zurzeit nicht öffentlich."))
    if not request.use():
        raise ValidationError(_("Dieser Link ist nicht mehr offen."))
    until = timezone.localdate() + ANSWERABLE
    known = CaseContact.objects.filter(case_id=request.case_id).first()
    if known is not None and not known.takes_questions:
        _end(request, State.DECLINED, "declined")
        return
    sealed = known.sealed_email if known is not None else ""
    relay = ContactRelay.objects.create(request=request, expires_on=until, sealed_email=sealed)
    state = State.FORWARDED if sealed else State.WAITING
    _move(request, state=state, expires_on=until)
    if sealed:
        _write_to_giver(relay, "question")
    else:
        _write(
            settings.CONTACT_EMAIL,
            "de",
            "desk",
            absolute(reverse("contact_desk")),
            request,
            request.case.title,
        )


@transaction.atomic
def show_asker(*, request: ContactRequest) -> None:
    """The asker is ready to be known, too; both hear of it where the other side is already."""
    if request.shows_asker or request.state != State.ANSWERED:
        return
    _move(request, shows_asker=True)
    _tell_both(request)


@transaction.atomic
def delete(*, request: ContactRequest) -> None:
    """All of it, at once."""
    request.delete()


# --------------------------------------------------------------------------- who answers


@transaction.atomic
def bring(*, request: ContactRequest, email: str) -> None:
    """An organiser has found the people behind the case: they get the link. The address is kept for this
    question alone. Raises ``ValidationError`` for a question that does not wait for it.
    """
    if request.state != State.WAITING:
        raise ValidationError(_("Diese Frage wartet nicht mehr auf die Treuhand."))
    relay = request.relay
    relay.sealed_email = seal(email)
    relay.save(update_fields=["sealed_email"])
    _move(request, state=State.FORWARDED)
    _write_to_giver(relay, "question")


@transaction.atomic
def answer(*, relay: ContactRelay, text: str, giver: dict[str, str] | None, takes_more: bool = False) -> None:
    """The answer, and whether its writer wants to be known. ``takes_more``: further questions about the case
    go to the same address. Raises ``ValidationError`` for a link that is over or used.
    """
    if not relay.use():
        raise ValidationError(_("Dieser Link ist nicht mehr offen."))
    relay.seal_answer(text, giver)
    until = timezone.localdate() + ANSWERABLE
    relay.expires_on = until
    relay.save(update_fields=["sealed_answer", "sealed_giver", "expires_on"])
    request = relay.request
    if takes_more and relay.sealed_email:
        CaseContact.objects.update_or_create(
            case=request.case, defaults={"takes_questions": True, "sealed_email": relay.sealed_email}
        )
    _move(request, state=State.ANSWERED, expires_on=until)
    if relay.knows_each_other:
        _tell_both(request)
    else:
        _write_to_asker(request, "answered")


@transaction.atomic
def decline(*, relay: ContactRelay, for_ever: bool = False) -> None:
    """No answer; ``for_ever``: no questions about this case at all. Raises ``ValidationError`` for a link
    that is over or used.
    """
    if not relay.use():
        raise ValidationError(_("Dieser Link ist nicht mehr offen."))
    if for_ever:
        note_contact(case=relay.request.case, email="", takes_questions=False)
        relay.request.refresh_from_db()
    if relay.request.is_open:
        _end(relay.request, State.DECLINED, "declined")


# --------------------------------------------------------------------------- by itself


def look_after() -> dict[str, int]:
    """Reminders, ends and deletions that are due; answers how many of each. Safe to run twice."""
    return {"reminded": _remind(), "ended": _end_unanswered(), "deleted": _delete_over()}


def _remind() -> int:
    due = ContactRelay.objects.filter(
        used_at=None,
        reminded_at=None,
        sent_at__lt=timezone.now() - REMINDED,
        expires_on__gte=timezone.localdate(),
        request__state=State.FORWARDED,
    )
    sent = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            if due.filter(pk=pk).update(reminded_at=timezone.now()):
                _write_to_giver(ContactRelay.objects.get(pk=pk), "reminder")
                sent += 1
    return sent


@transaction.atomic
def _end_unanswered() -> int:
    late = ContactRequest.objects.over().filter(state__in=[State.WAITING, State.FORWARDED])
    rows = list(late.select_for_update())
    for row in rows:
        _end(row, State.EXPIRED, "expired")
    return len(rows)


@transaction.atomic
def _delete_over() -> int:
    done = ContactRequest.objects.over().exclude(state__in=[State.WAITING, State.FORWARDED])
    count = done.count()
    done.delete()
    return count


@transaction.atomic
def reseal_contacts() -> int:
    """Seal everything anew with the first key; answers how many rows. Raises ``SealError``."""
    sealed = {
        CaseContact: ("sealed_email",),
        ContactRequest: ("sealed_asker", "sealed_question"),
        ContactRelay: ("sealed_email", "sealed_answer", "sealed_giver"),
    }
    count = 0
    for model, names in sealed.items():
        for row in model._base_manager.select_for_update():
            model._base_manager.filter(pk=row.pk).update(
                **{name: reseal(getattr(row, name)) for name in names}
            )
            count += 1
    return count


@hourly
def look_after_contacts() -> None:
    """What a worker does every hour."""
    look_after()


# --------------------------------------------------------------------------- states and mails


def _move(request: ContactRequest, **values: Any) -> None:
    ContactRequest.objects.filter(pk=request.pk).update(**values)
    request.refresh_from_db()


def _end(request: ContactRequest, state: str, template: str) -> None:
    """No answer will come: the asker is told, and everything that was written or sealed is forgotten."""
    _write_to_asker(request, template)
    ContactRelay.objects.filter(request=request).update(sealed_email="", sealed_answer="", sealed_giver="")
    _move(
        request,
        state=state,
        sealed_asker="",
        sealed_question="",
        shows_asker=False,
        expires_on=timezone.localdate() + SAID_SO,
    )


def _tell_both(request: ContactRequest) -> None:
    relay = request.relay
    if relay.knows_each_other:
        _write_to_asker(request, "both")
        if relay.sealed_email:
            _write_to_giver(relay, "both")


def _write_to_asker(request: ContactRequest, template: str) -> None:
    with translation.override(request.language):
        address = absolute(reverse("contact_question", args=[request.token]))
        title = request.public_title or _("zurzeit nicht öffentlich")
    _write(request.asker["email"], request.language, template, address, request, title)


def _write_to_giver(relay: ContactRelay, template: str) -> None:
    address = absolute(reverse("contact_answer", args=[relay.token]))
    ContactRelay.objects.filter(pk=relay.pk, sent_at=None).update(sent_at=timezone.now())
    case = relay.request.case
    _write(str(open_sealed(relay.sealed_email)), "de", template, address, relay.request, case.title)


def _write(to: str, language: str, template: str, address: str, request: ContactRequest, title: str) -> None:
    """A mail with the title of the case, a link and what its button does: nothing that anybody wrote."""
    send(
        to=to,
        language=language,
        template=f"cases/mail/contact_{template}.txt",
        context={"title": title, "address": address, "until": request.expires_on},
        end_url="",
        message_id=f"treuhand.{request.key}.{template}",
    )
