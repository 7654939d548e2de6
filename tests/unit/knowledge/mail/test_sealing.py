"""A message comes out of its seal as it went in, and nobody reads it there."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from knowledge.mail.sealing import MailUnreadable, open_mail, seal_mail


def test_everything_comes_out_again() -> None:
    message = EmailMultiAlternatives(
        _("Auftrag"), "Text", "von@x.example", ["an@x.example"], bcc=["still@x.example"], headers={"X-A": "1"}
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    message.attach("a.pdf", b"%PDF", "application/pdf")
    message.attach("b.txt", "Wörter", "text/plain")
    opened: Any = open_mail(seal_mail(message))
    assert (opened.subject, opened.body, opened.from_email) == ("Auftrag", "Text", "von@x.example")
    assert opened.recipients() == ["an@x.example", "still@x.example"]
    assert [tuple(one) for one in opened.alternatives] == [("<p>Text</p>", "text/html")]
    assert "X-A: 1" in opened.message().as_string()
    assert {one[0] for one in opened.attachments} == {"a.pdf", "b.txt"}
    assert "Wörter" in str(opened.attachments)


def test_a_repeat_has_the_same_message_id() -> None:
    sealed = seal_mail(EmailMessage("B", "T", "von@x.example", ["an@x.example"]))
    first, second = open_mail(sealed), open_mail(sealed)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    own = EmailMessage("B", "T", None, ["an@x.example"], headers={"Message-ID": "<a@x>"})
    assert open_mail(seal_mail(own)).extra_headers["Message-ID"] == "<a@x>"


def test_a_seal_shows_nothing_and_needs_its_key(settings: Any) -> None:
    sealed = seal_mail(EmailMessage("Betreffwort", "Textwort", None, ["an@x.example"]))
    assert not {"Betreffwort", "Textwort", "an@x"} & set(sealed.split())
    assert "an@" not in sealed
    former, settings.SECRET_KEY = settings.SECRET_KEY, "ein anderer Schlüssel"
    with pytest.raises(MailUnreadable):
        open_mail(sealed)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert open_mail(sealed).subject == "Betreffwort"
