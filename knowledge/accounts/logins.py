"""Signing in and new passwords, with limits: nobody guesses on, and nobody fills the mailbox of somebody
else.

Counted is before the password is looked at, so that many requests at once find no gap; who signs in gets it
back. What is counted and answered is the same whether there is such an account or not.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied, ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm
from wagtail.admin.views.account import PasswordResetView

from knowledge.accounts.known_devices import known_mark
from knowledge.jobs import Running, enqueue, kind
from search.models import mailbox_of
from search.public_forms import Limit, refused_until, sender

__all__ = ["EditorLoginForm", "LoginForm", "LoginLimit", "PasswordResetForm"]

PER_SOURCE = Limit("anmelden-woher", 30, 15 * 60)
PER_ACCOUNT_AND_SOURCE = Limit("anmelden-konto-woher", 5, 15 * 60)
PER_ACCOUNT = Limit("anmelden-konto", 20, 3600)
"""Higher than the one before: whoever wants to shut somebody out needs several senders."""

PER_KNOWN_DEVICE = Limit("anmelden-geraet", 10, 15 * 60)
"""In place of the others where the owner has signed in before: who guesses elsewhere shuts nobody out."""

RESET_LINKS: Final = "knowledge.reset_links"
_LANGUAGES: Final = [code for code, _name in settings.LANGUAGES]

RESETS_PER_MAILBOX = Limit("passwort-postfach", 3, 3600)
RESETS_PER_SOURCE = Limit("passwort-woher", 10, 3600)


def _limits(account: str, request: HttpRequest) -> list[tuple[Limit, tuple[str, ...]]]:
    """What an attempt counts for. Where nobody can tell one sender from another, only for the account."""
    name, source = " ".join(account.split()).casefold(), sender(request)
    if mark := known_mark(request, **{get_user_model().USERNAME_FIELD: account}):
        return [(PER_KNOWN_DEVICE, (name, mark))]
    by_source = [(PER_SOURCE, (source,)), (PER_ACCOUNT_AND_SOURCE, (name, source))]
    return [*(by_source if source else []), (PER_ACCOUNT, (name,))]


class LoginLimit:
    """The first of the ``AUTHENTICATION_BACKENDS``: knows nobody, and stops those that come after it."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **credentials: Any
    ) -> None:
        """Refuse over a limit; whoever refuses leaves the moment of the next try at
        ``request.login_closed_until``.
        """
        if request is None or username is None:  # a shell, a test: nobody guesses there
            return
        until = refused_until(_limits(username, request))
        if until is not None:
            request.login_closed_until = until
            raise PermissionDenied
        request.login_counted = True


@receiver(user_logged_in)
def _give_back(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Who signs in has not guessed."""
    if getattr(request, "login_counted", False):
        for limit, who in _limits(user.get_username(), request):
            if limit is PER_ACCOUNT_AND_SOURCE:
                limit.forget(*who)
            else:
                limit.give_back(*who)


class _SaysWhen:
    """A form of Django's that says from when on one may try again."""

    request: Any

    def get_invalid_login_error(self) -> ValidationError:
        """The usual sentence, or the moment."""
        until = getattr(self.request, "login_closed_until", None)
        if until is None:
            return super().get_invalid_login_error()  # type: ignore[misc,no-any-return]
        moment = timezone.localtime(until)
        return ValidationError(
            _(
                "Zu viele Versuche. Bis %(time)s Uhr ist die Anmeldung hier geschlossen, auch mit dem"
                " richtigen Passwort. Mit einem Code per Mail kommen Sie trotzdem hinein."
            )
            % {"time": f"{moment:%H:%M}"},
            code="closed",
        )


class LoginForm(_SaysWhen, AuthenticationForm):
    """``/konto/anmelden/``"""


class EditorLoginForm(_SaysWhen, WagtailLoginForm):
    """``/admin/login/``"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("Passwort")  # Wagtail names the field in English only


class PasswordResetForm(WagtailPasswordResetForm):  # type: ignore[misc]
    """``/admin/password_reset/``: hands the links over to a worker, so that neither the words of the answer
    nor its time tell whether there is an account.
    """

    def save(self, **options: Any) -> None:
        """Count, and hand over what is not too many."""
        source = sender(options["request"])
        too_many = [
            RESETS_PER_MAILBOX.take(mailbox_of(self.cleaned_data["email"])),
            RESETS_PER_SOURCE.take(source) if source else None,
        ]
        if not any(too_many):
            accounts = [user.pk for user in self.get_users(self.cleaned_data["email"])]
            enqueue(RESET_LINKS, _LANGUAGES.index(translation.get_language() or _LANGUAGES[0]), *accounts)


@kind(RESET_LINKS, label=gettext_lazy("Link für ein neues Passwort"))
def send_reset_links(job: Running) -> None:
    """Write the mails to the accounts of the arguments, in the language whose number comes first."""
    language, *accounts = job.arguments
    users = get_user_model()._default_manager.filter(pk__in=accounts)
    with job.once(), translation.override(_LANGUAGES[language]):
        for email in sorted({user.email for user in users}):
            form = WagtailPasswordResetForm({"email": email})
            if form.is_valid():
                form.save(
                    domain_override=settings.PUBLIC_URL,
                    email_template_name=PasswordResetView.email_template_name,
                    subject_template_name=PasswordResetView.subject_template_name,
                )
