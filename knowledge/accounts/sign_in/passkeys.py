"""A key in the phone or the computer, opened with a finger, a face or a PIN: it signs in without a code, and
stands in for the second factor. allauth does the protocol; here are our words, and a limit that shuts nobody
else out.

What a browser sends of a key is read by libraries that stumble over anything else in many ways; each of them
is one sentence here.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from allauth.mfa.base import views as allauth_base_views
from allauth.mfa.webauthn import forms as allauth_forms
from allauth.mfa.webauthn import views as allauth_views
from allauth.mfa.webauthn.internal import auth, flows
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from fido2.cose import UnsupportedKey

from knowledge.accounts.known_devices import known_mark
from knowledge.accounts.sign_in.ways import sign_in_again
from search.public_forms import Limit, refused_until, sender

__all__ = [
    "AddPasskeyForm",
    "AddPasskeyView",
    "ConfirmByPasskeyForm",
    "ConfirmByPasskeyView",
    "PasskeyAsFactorForm",
    "PasskeyLoginForm",
    "PasskeyLoginView",
    "PasskeysView",
    "SecondFactorView",
]

QUESTIONS_PER_SOURCE: Final = Limit("passkey-woher", 60, 3600)
"""A key cannot be guessed; what costs is the session that each question to a browser begins."""
QUESTIONS_PER_KNOWN_DEVICE: Final = Limit("passkey-geraet", 20, 3600)
"""In place of the one before where somebody has signed in before."""

_NOT_TAKEN: Final = _(
    "Dieser Passkey passt nicht: Er gehört zu keinem offenen Konto hier, oder die Anfrage ist zu alt. Bitte"
    " versuchen Sie es noch einmal."
)
_STUMBLES: Final = (
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except (ValidationError, *_STUMBLES) as error:
        raise ValidationError(_NOT_TAKEN, code="not_taken") from error


def _told_of_extensions(told: Any) -> dict[str, Any]:
    """Of the one extension that is asked for: whether the key signs in by itself."""
    properties = told.get("credProps") if isinstance(told, dict) else None
    return {"credProps": {"rk": properties.get("rk") is True}} if isinstance(properties, dict) else {}


class _CredentialField(forms.JSONField):
    """What the browser sends; a script fills it in."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        """What the protocol needs of it, and no more, as it is stored. Raises ``ValidationError`` for
        whatever is no object, or nothing that a database takes.
        """
        with _one_sentence():
            credential = super().clean(value)
            if not isinstance(credential, dict):
                raise TypeError
            kept = {name: credential[name] for name in ("id", "rawId", "type", "response")}
            kept["clientExtensionResults"] = _told_of_extensions(credential.get("clientExtensionResults"))
            if "\\u" in json.dumps(kept, allow_nan=False):  # base64 and names of the protocol are plain ASCII
                raise ValueError
            return kept

    def bound_data(self, data: Any, initial: Any) -> Any:
        """An answer is good once: the page begins without one."""
        return None

    def prepare_value(self, value: Any) -> str:
        """As above."""
        return ""


class AddPasskeyForm(allauth_forms.AddWebAuthnForm):  # type: ignore[misc]
    """``/konto/sicherheit/passkeys/neu/``"""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("Woran Sie ihn wiedererkennen, zum Beispiel: Diensthandy."),
    )
    credential = _CredentialField()
    passwordless = None  # each of ours is

    def clean(self) -> dict[str, Any]:
        """Raises ``ValidationError`` where it is no answer to what this page asked."""
        if "credential" not in self.cleaned_data:
            raise ValidationError(_NOT_TAKEN, code="not_taken")
        with _one_sentence():
            cleaned: dict[str, Any] = super().clean()
            made = auth.parse_registration_response(cleaned["credential"]).response.attestation_object
            if isinstance(made.auth_data.credential_data.public_key, UnsupportedKey):
                raise TypeError  # nobody could sign in with it
        return cleaned


class _Answered:
    """A form of allauth's that takes the answer of a key."""

    def clean_credential(self) -> Any:
        """The row of this key. Raises ``ValidationError``."""
        with _one_sentence():
            return super().clean_credential()  # type: ignore[misc]


class PasskeyLoginForm(_Answered, allauth_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """``/konto/anmelden/passkey/``"""

    credential = _CredentialField()


class PasskeyAsFactorForm(_Answered, allauth_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """``/konto/anmelden/zweiter-faktor/``"""

    credential = _CredentialField()


class ConfirmByPasskeyForm(_Answered, allauth_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """``/konto/bestaetigen/passkey/``"""

    credential = _CredentialField()


def _limits(request: HttpRequest) -> list[tuple[Limit, tuple[str, ...]]]:
    """What a question counts for."""
    if mark := known_mark(request, is_active=True):
        return [(QUESTIONS_PER_KNOWN_DEVICE, (mark,))]
    source = sender(request)
    return [(QUESTIONS_PER_SOURCE, (source,))] if source else []


class PasskeyLoginView(allauth_views.LoginWebAuthnView):  # type: ignore[misc]
    """``/konto/anmelden/passkey/``: asks the browser for a key (GET by the script), and lets in (POST)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question to the browser."""
        if refused_until(_limits(request)) is not None:
            return JsonResponse({}, status=429)
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page of signing in, with the sentence; the other ways stand there too."""
        return sign_in_again(self.request, passkey_errors=form.errors.get("credential"))


class SecondFactorView(allauth_base_views.AuthenticateView):  # type: ignore[misc]
    """``/konto/anmelden/zweiter-faktor/``: a code, or a passkey of whoever has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``has_passkey``."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = context["js_data"]["request_options"]["publicKey"]
        return {**context, "has_passkey": bool(asked.get("allowCredentials"))}


class PasskeysView(allauth_views.ListWebAuthnView):  # type: ignore[misc]
    """``/konto/sicherheit/passkeys/``: which there are; one that is lost is removed."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove one of the person's own; whoever has not confirmed lately does so first."""
        number = request.POST.get("passkey", "")
        key = self.get_queryset().filter(pk=int(number)).first() if number.isdecimal() else None
        if key is not None:
            flows.remove_authenticator(request, key)
        return HttpResponseRedirect(request.path)


class AddPasskeyView(allauth_views.AddWebAuthnView):  # type: ignore[misc]
    """``/konto/sicherheit/passkeys/neu/``"""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for a key that signs in by itself and knows its owner."""
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context

    def get_success_url(self) -> str:
        """The list, or first the emergency codes where these are new."""
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "mfa_list_webauthn")


class ConfirmByPasskeyView(allauth_views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """``/konto/bestaetigen/passkey/``"""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, with the sentence."""
        return self.render_to_response(self.get_context_data(form=form))
