"""The catalogue: every German message has its own English one, and stays German in German."""

from __future__ import annotations

import polib
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext, pgettext

from knowledge.management.commands import collect_messages


def test_german_interface_shows_the_message_as_it_is_written() -> None:
    """Django and Wagtail bring German of their own: "Form" would become "Formular" without a context."""
    with translation.override("de"):
        changed = {
            entry.msgid: shown
            for entry in polib.pofile(str(collect_messages.CATALOGUE))
            if not entry.msgid_plural
            and (shown := pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid))
            != entry.msgid
        }
    assert changed == {}
