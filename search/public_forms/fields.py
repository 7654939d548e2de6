"""Forms that anybody may send: no account, no cookie, no captcha, no address stored.

Public pages set no cookie, so there is no CSRF token. None is needed: nobody is signed in here, so a forged
request can do no more than its sender could do directly. What has to be kept out is spam, by four means that
a reader never notices:

- a signed time stamp, so that only a form we printed can be sent, for :data:`MAX_AGE` and not within
  :data:`MIN_SECONDS`;
- a field that people do not see and machines fill in;
- a limit per hour for each sender (:mod:`search.public_forms.limits`), and a stamp that is good for one form;
- and what arrives is read by a person or confirmed by mail before it has any effect.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from search.public_forms.limits import Limit, sender
from search.public_forms.privacy import keep_private

__all__ = [
    "STAMP_FIELD",
    "TRAP_FIELD",
    "OneLineField",
    "PublicForm",
    "admission",
    "kept_stamp",
    "key_in",
    "open_form",
    "refusal",
    "stamp",
]

STAMP_FIELD = "stempel"
TRAP_FIELD = "webseite"
MIN_SECONDS = 2
MAX_AGE = 24 * 3600
_DIGITS = 18
"""Of the largest key that a database counts (64 bits), with some to spare."""

PER_SENDER = {
    "frage": Limit("frage", 10, 3600),
    "barriere": Limit("barriere", 10, 3600),
    "merken": Limit("merken", 20, 3600),
    "anmeldung": Limit("anmeldung", 10, 3600),
    "rundbrief": Limit("rundbrief", 20, 3600),
    "verlauf": Limit("verlauf", 20, 3600),
    "einsatz": Limit("einsatz", 40, 3600),
    "uebernahme": Limit("uebernahme", 20, 3600),
    "treuhand": Limit("treuhand", 20, 3600),
    "rueckmeldung": Limit("rueckmeldung", 40, 3600),
}
"""A town hall sends from one address: more than its people need, less than anybody else would notice."""
USED_STAMPS = Limit("stempel", 1, MAX_AGE, rotates=False)

View = Callable[..., HttpResponse]


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"search.public_forms.fields.{purpose}")


def stamp(purpose: str) -> str:
    """The value of :data:`STAMP_FIELD` for a form printed now."""
    return _signer(purpose).sign(secrets.token_hex(4))


def kept_stamp(data: Mapping[str, Any], purpose: str) -> str:
    """The stamp of a form that is printed again, while it is good; else a new one. So nobody has to wait
    twice.
    """
    value = data.get(STAMP_FIELD, "")
    try:
        _signer(purpose).unsign(value, max_age=MAX_AGE)
    except BadSignature:
        return stamp(purpose)
    return stamp(purpose) if USED_STAMPS.is_used_up(value) else value


def refusal(data: Mapping[str, Any], purpose: str) -> str:
    """A sentence when the form may not be taken as it is, else the empty string. Nothing typed is lost: the
    caller prints the form again.
    """
    try:
        _signer(purpose).unsign(data.get(STAMP_FIELD, ""), max_age=MAX_AGE)
    except SignatureExpired:
        return _("Diese Seite war lange offen. Bitte senden Sie noch einmal ab; Ihre Eingaben sind noch da.")
    except BadSignature:
        return _(
            "Das Formular kam unvollständig an. Bitte senden Sie noch einmal ab; Ihre Eingaben sind noch da."
        )
    if data.get(TRAP_FIELD, "").strip():
        return _("Bitte lassen Sie das Feld „Webseite“ leer; es ist nur für Maschinen da.")
    return ""


def haste(data: Mapping[str, Any], purpose: str) -> str:
    """A sentence when a form that :func:`refusal` lets pass was sent faster than anybody writes."""
    try:
        _signer(purpose).unsign(data.get(STAMP_FIELD, ""), max_age=MIN_SECONDS)
    except SignatureExpired:
        return ""
    return _("Das ging sehr schnell. Bitte warten Sie einen Augenblick und senden Sie noch einmal ab.")


def admission(request: HttpRequest, purpose: str) -> str:
    """A sentence when a form with nothing wrong in it may not be taken now, else the empty string; then its
    stamp is used up.

    To be asked last, directly before the form is taken.
    """
    source = sender(request)
    until = PER_SENDER[purpose].take(source) if source else None
    if until is not None:
        moment = f"{timezone.localtime(until):%H:%M}"
        return _(
            "Von Ihrem Anschluss kamen gerade sehr viele Eingaben. Bitte senden Sie ab %(time)s Uhr noch"
            " einmal ab; Ihre Eingaben sind noch da."
        ) % {"time": moment}
    if USED_STAMPS.take(request.POST.get(STAMP_FIELD, "")) is not None:
        return _(
            "Dieses Formular wurde schon abgeschickt. Wenn Sie noch etwas senden möchten, senden Sie bitte"
            " noch einmal ab; Ihre Eingaben sind noch da."
        )
    return ""


class PublicForm(forms.Form):
    """A form that anybody may send: beside its own fields it carries a stamp and a trap
    (``components/open_form_fields.html``), and is valid only with both in order. Where something is wrong it
    is printed again with all that was typed.
    """

    purpose: ClassVar[str]
    """Which stamps are good for it, and which limit for each sender holds."""

    @property
    def stamp(self) -> str:
        """The stamp to print: a new one, or the one that was sent while it is good."""
        return kept_stamp(self.data, self.purpose) if self.is_bound else stamp(self.purpose)

    def clean(self) -> dict[str, Any] | None:
        """Raises ``ValidationError`` for a stamp or a trap that is not in order."""
        if sentence := refusal(self.data, self.purpose):
            raise ValidationError(sentence)
        return super().clean()

    def full_clean(self) -> None:
        """That it went very fast is said only where nothing else is wrong: whoever mends that has waited."""
        super().full_clean()
        if self.is_bound and not self.errors and (sentence := haste(self.data, self.purpose)):
            self.add_error(None, sentence)

    def is_admitted(self, request: HttpRequest) -> bool:
        """Whether the form may be taken now; then its stamp is used up. To be asked last, of a valid form."""
        sentence = admission(request, self.purpose)
        if sentence:
            self.add_error(None, sentence)
        return not sentence


def key_in(text: str) -> int:
    """The key of a record that a box or a hidden field holds; 0, which no record has, for anything that is no
    number or larger than any key.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


class OneLineField(forms.CharField):
    """A name, a place: one line, however it was sent. A line break would begin a paragraph of a mail."""

    def to_python(self, value: Any) -> Any:
        """Any white space is one blank."""
        return " ".join((super().to_python(value) or "").split())


def open_form(view: View) -> View:
    """A view that takes such a form: exempt from the CSRF check (see above), never cached where it was
    posted.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            keep_private(response)
        return response

    return csrf_exempt(guarded)
