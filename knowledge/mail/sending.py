"""The job that sends one mail.

Before the server hears of a mail the row says so, in a transaction of its own. What happens then is known
when the server answers: it took the mail (the row goes), it refused it for now (the job waits), it refused it
(the job fails). Where it does not answer, or the worker is killed, nobody knows, and a person decides.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from knowledge.jobs import Job, JobRefused, LeaseLost, Running, TryLater, hourly, kind
from knowledge.mail.models import OutgoingMail
from knowledge.mail.sealing import MailUnreadable, open_mail

__all__ = ["KEPT", "SEND_MAIL", "doubt_all", "forget_old", "transport"]

SEND_MAIL: Final = "knowledge.send_mail"

TRIES: Final = 24
"""With pauses of up to an hour: most of a day."""

KEPT: Final = timedelta(days=7)
"""A mail that could not be sent is forgotten after this time; links in it have run out by then."""

SENDING: Final = gettext_noop("Die Mail wird verschickt")
GONE: Final = gettext_noop("Diese Mail gibt es nicht mehr; nach sieben Tagen wird keine mehr aufbewahrt.")
UNREADABLE: Final = gettext_noop("Die Mail lässt sich nicht mehr öffnen, weil SECRET_KEY gewechselt wurde.")
NO_SERVER: Final = gettext_noop("Der Mailserver ist nicht erreichbar.")
NOT_NOW: Final = gettext_noop("Der Mailserver nimmt die Mail gerade nicht an (Antwort %(code)s).")
REFUSED: Final = gettext_noop("Der Mailserver hat die Mail abgelehnt (Antwort %(code)s).")
UNSENDABLE: Final = gettext_noop("An diese Adresse lässt sich keine Mail schreiben.")
IN_DOUBT: Final = gettext_noop(
    "Ungewiss, ob die Mail angekommen ist: Der Mailserver oder der Arbeiter ist mitten im Verschicken"
    " ausgefallen. Von selbst wird sie nicht noch einmal verschickt; „Noch einmal versuchen“ tut es."
)


QUEUE_BACKEND: Final = "knowledge.mail.backend.QueueBackend"


def transport() -> str:
    """The backend that really talks to the mail server."""
    return str(settings.MAIL_TRANSPORT if settings.EMAIL_BACKEND == QUEUE_BACKEND else settings.EMAIL_BACKEND)


@kind(SEND_MAIL, label=_("Mail"), tries=TRIES)
def send(job: Running) -> None:
    """Send the mail of the first argument, and forget it."""
    mail = OutgoingMail.objects.filter(pk=job.arguments[0]).first()
    if mail is None:
        raise JobRefused(GONE)
    if mail.state == OutgoingMail.State.SENDING:
        _mark(mail, OutgoingMail.State.IN_DOUBT)
        raise JobRefused(IN_DOUBT)
    try:
        message = open_mail(mail.sealed)
    except MailUnreadable as error:
        raise JobRefused(UNREADABLE) from error
    connection = get_connection(transport())
    try:
        try:
            connection.open()
        except OSError as error:
            raise TryLater(NO_SERVER) from error
        job.report(50, SENDING)
        if not _mark(mail, OutgoingMail.State.SENDING, unless=OutgoingMail.State.SENDING):
            raise LeaseLost  # somebody who had the job before is still at it
        _hand_over(connection, message, mail)
    finally:
        with suppress(OSError):
            connection.close()
    with job.once():
        mail.delete()


def _hand_over(connection: Any, message: EmailMessage, mail: OutgoingMail) -> None:
    """Give the message to the server, and know what it said."""
    try:
        connection.send_messages([message])
    except ValueError as error:  # an address or header that cannot be written: nothing was sent
        _mark(mail, OutgoingMail.State.WAITING)
        raise JobRefused(UNSENDABLE) from error
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        _mark(mail, OutgoingMail.State.WAITING)
        code = _code(error)
        if 400 <= code < 500:
            raise TryLater(NOT_NOW, code=code) from error
        raise JobRefused(REFUSED, code=code) from error
    except OSError as error:
        _mark(mail, OutgoingMail.State.IN_DOUBT)
        raise JobRefused(IN_DOUBT) from error


def _code(error: smtplib.SMTPException) -> int:
    """The answer of the server; of several recipients the one that may be tried again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _text in error.recipients.values()), default=550)
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 550


def _mark(mail: OutgoingMail, state: str, *, unless: str = "") -> bool:
    mail.state = state
    return bool(OutgoingMail.objects.filter(pk=mail.pk).exclude(state=unless).update(state=state))


@transaction.atomic
def doubt_all() -> int:
    """All mails that wait are in doubt from now on, as after an older database was put back: they may have
    gone out since. Returns their number.
    """
    jobs = Job.objects.filter(kind=SEND_MAIL, state__in=[Job.State.WAITING, Job.State.RUNNING])
    jobs.update(state=Job.State.FAILED, message=IN_DOUBT, numbers={}, finished=timezone.now())
    return OutgoingMail.objects.update(state=OutgoingMail.State.IN_DOUBT)


@hourly
def forget_old() -> None:
    """Delete mails that nobody managed to send in time."""
    OutgoingMail.objects.filter(created__lt=timezone.now() - KEPT).delete()
