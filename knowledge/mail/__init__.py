"""Mails wait in the database and are sent by a worker: no request talks to a mail server, none is lost with a
process, and one whose sending is in doubt is shown instead of sent twice.
"""

from knowledge.mail.backend import QueueBackend
from knowledge.mail.models import OutgoingMail
from knowledge.mail.sending import SEND_MAIL, doubt_all, transport

__all__ = ["SEND_MAIL", "OutgoingMail", "QueueBackend", "doubt_all", "transport"]
