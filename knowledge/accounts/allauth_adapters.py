"""What django-allauth is told about this library: nobody signs up, mails are ours, secrets are sealed, and of
where somebody signed in from only the limits know.
"""

from __future__ import annotations

import secrets
import time
from functools import partial
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from knowledge.accounts import known_devices
from knowledge.accounts.account_boxes import PREVIOUS_VISIT
from knowledge.guard import open_sealed, reseal, seal
from knowledge.host import host_look
from search.models import mailbox_of
from search.public_forms import Limit, refused_until, send, sender

__all__ = ["AccountAdapter", "CodeRequestForm", "SecondFactorAdapter", "reseal_second_factors"]

CODES_PER_MAILBOX_AND_SOURCE = Limit("code-postfach-woher", 5, 3600)
CODES_PER_MAILBOX = Limit("code-postfach", 40, 3600)
"""Much higher than the one before: whoever wants to keep somebody out needs many senders at once."""
CODES_PER_SOURCE = Limit("code-woher", 40, 3600)
CODES_PER_KNOWN_DEVICE = Limit("code-geraet", 5, 3600)
"""In place of the others where the owner has signed in before."""

_NOWHERE = "0.0.0.0"  # noqa: S104 (no address to listen at: allauth wants one to store)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """``ACCOUNT_ADAPTER``."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "Dieser Code stimmt nicht. Bitte vergleichen Sie ihn mit der neuesten Mail."
        ),
        "rate_limited": gettext_lazy("Das war sehr oft. Bitte warten Sie einige Minuten."),
        "too_many_login_attempts": gettext_lazy(
            "Der Code gilt nicht mehr: Er war zu oft falsch oder ist zu alt. Bitte lassen Sie sich einen"
            " neuen schicken."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """With the backend that knows the permissions, whichever way somebody came in."""
        before = user.last_login
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        request.session[PREVIOUS_VISIT] = before.isoformat() if before else ""
        for email in filter(None, map(partial(_proved, user), get_authentication_records(request, user))):
            # Later, a code there may confirm what else they do.
            EmailAddress.objects.update_or_create(user=user, email=email.lower(), defaults={"verified": True})

    def post_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse:
        """This browser is known from now on."""
        response: HttpResponse = super().post_login(request, user, **login)
        known_devices.remember(user, response)
        return response

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not of somebody who has just signed in."""
        request = allauth_context.request
        times = [record["at"] for record in get_authentication_records(request, request.user)]
        return not times or time.time() - max(times) > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The first is asked for, the others are links there: a passkey of whoever has no password."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and not user.has_usable_password():
            methods.sort(key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
        return methods

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong; whatever worked is to be seen on the page."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the queue as every mail of the library, in its words and without a stranger's."""
        send(
            to=email,
            language=get_language() or "de",
            template=f"knowledge/mail/{template_prefix.rpartition('/')[2]}.txt",
            context={"code": context.get("code", "")},
            end_url="",
            message_id=f"code.{secrets.token_hex(12)}",
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """As far as the limits of allauth are concerned."""
        return sender(request).partition("/")[0] or _NOWHERE


def _proved(user: Any, record: dict[str, Any]) -> str:
    """The mailbox that somebody has shown to be theirs: by a code sent there, or because the directory that
    let them in vouches for it; else "".
    """
    proofs = {"code": record.get("email"), "socialaccount": user.email}
    return proofs.get(record.get("method", "")) or ""


@receiver(pre_save, sender=UserSession)
def _store_no_address(instance: UserSession, **kwargs: Any) -> None:
    """A list of one's own sessions needs the browser and the day; where somebody sat is nobody's matter."""
    instance.ip = _NOWHERE


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """``MFA_ADAPTER``: whoever steals the database has no codes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "Dieser Code stimmt nicht. Codes der App gelten eine halbe Minute; nehmen Sie den, der gerade"
            " dort steht."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the first key of ``RAW_CASE_KEYS``."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ``SealError`` where no key opens it."""
        return open_sealed(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What the app of the phone calls this library."""
        return host_look().name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are bound to the address of the library; the name is what phones show."""
        return {**super().get_public_key_credential_rp_entity(), "name": host_look().name}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A passkey to which its owner gave no name."""
        return _("Passkey vom %(day)s") % {"day": f"{timezone.localdate():%d.%m.%Y}"}


@transaction.atomic
def reseal_second_factors() -> int:
    """Seal them with the first key of the environment; returns their number. Raises ``SealError``."""
    rows = list(Authenticator.objects.select_for_update())
    for row in rows:
        row.data = {
            name: reseal(value) if name in {"secret", "seed"} else value for name, value in row.data.items()
        }
        row.save(update_fields=["data"])
    return len(rows)


class CodeRequestForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for a code by mail. Whether there is such an account, neither its words nor its time tell."""

    email = forms.EmailField(
        label=gettext_lazy("Ihre Mailadresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_length"),
            gettext_lazy("Bitte eine Mailadresse angeben, zum Beispiel name@rathaus.example."),
        ),
    )

    def clean_email(self) -> str:
        """Raises ``ValidationError`` with the moment from which another code may be asked for."""
        until = refused_until(self._limits(self.cleaned_data["email"]))
        if until is not None:
            raise ValidationError(
                _(
                    "Von hier wurden sehr viele Codes angefordert; ab %(time)s Uhr gibt es einen neuen. Der"
                    " letzte gilt eine Viertelstunde."
                )
                % {"time": f"{timezone.localtime(until):%H:%M}"}
            )
        checked: str = super().clean_email()
        return checked

    def _limits(self, email: str) -> list[tuple[Limit, tuple[str, ...]]]:
        """What a request counts for."""
        request, box = allauth_context.request, mailbox_of(email)
        if mark := known_devices.known_mark(request, email__iexact=email):
            return [(CODES_PER_KNOWN_DEVICE, (box, mark))]
        source = sender(request)
        by_source = [(CODES_PER_MAILBOX_AND_SOURCE, (box, source)), (CODES_PER_SOURCE, (source,))]
        return [*(by_source if source else []), (CODES_PER_MAILBOX, (box,))]
