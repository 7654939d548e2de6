"""The ``EMAIL_BACKEND``: whoever sends a mail writes a row."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from knowledge.jobs import enqueue
from knowledge.mail.models import OutgoingMail
from knowledge.mail.sealing import seal_mail
from knowledge.mail.sending import SEND_MAIL

__all__ = ["QueueBackend"]


class QueueBackend(BaseEmailBackend):
    """Takes messages from anybody, sealed and with a job each. In a transaction they are as lasting as what
    else it writes: no mail tells of something that was undone.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Number of messages that wait now."""
        with_recipients = [message for message in email_messages if message.recipients()]
        for message in with_recipients:
            with transaction.atomic():
                mail = OutgoingMail.objects.create(sealed=seal_mail(message))
                enqueue(SEND_MAIL, mail.pk)
        return len(with_recipients)
