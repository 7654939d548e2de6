"""Forms that anybody may send, and the mails they cause: limits, confirmations, background work."""

from search.public_forms.background import later, transport
from search.public_forms.confirmations import FAILURES, is_about_one_mail, send_confirmations
from search.public_forms.fields import (
    STAMP_FIELD,
    TRAP_FIELD,
    admission,
    kept_stamp,
    open_form,
    private_page,
    refusal,
    stamp,
)
from search.public_forms.limits import Limit, forget_expired, sender
from search.public_forms.mail import absolute, send

__all__ = [
    "FAILURES",
    "STAMP_FIELD",
    "TRAP_FIELD",
    "Limit",
    "absolute",
    "admission",
    "forget_expired",
    "is_about_one_mail",
    "kept_stamp",
    "later",
    "open_form",
    "private_page",
    "refusal",
    "send",
    "send_confirmations",
    "sender",
    "stamp",
    "transport",
]
