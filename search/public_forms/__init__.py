"""Forms that anybody may send, and the mails they cause: limits, confirmations, background work."""

from search.public_forms.background import later
from search.public_forms.confirmations import PER_MAILBOX, send_confirmations
from search.public_forms.fields import (
    STAMP_FIELD,
    TRAP_FIELD,
    OneLineField,
    PublicForm,
    admission,
    kept_stamp,
    key_in,
    open_form,
    refusal,
    stamp,
)
from search.public_forms.limits import Limit, forget_expired, refused_until, sender
from search.public_forms.links import LinkPage, closed_link, subscription_page
from search.public_forms.mail import absolute, send
from search.public_forms.privacy import keep_private, private_page, secret_address

__all__ = [
    "PER_MAILBOX",
    "STAMP_FIELD",
    "TRAP_FIELD",
    "Limit",
    "LinkPage",
    "OneLineField",
    "PublicForm",
    "absolute",
    "admission",
    "closed_link",
    "fields",
    "forget_expired",
    "keep_private",
    "kept_stamp",
    "key_in",
    "later",
    "open_form",
    "private_page",
    "refusal",
    "refused_until",
    "secret_address",
    "send",
    "send_confirmations",
    "sender",
    "stamp",
    "subscription_page",
]
