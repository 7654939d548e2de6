"""The catalogue: every German message has its own English one, and stays German in German."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.core.management import CommandError
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


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two messages, one of them without English; nothing is collected."""
    monkeypatch.setattr(collect_messages.shutil, "which", lambda name: None)
    entries = polib.POFile()
    entries.append(polib.POEntry(msgid="Fälle", msgstr="Cases"))
    entries.append(polib.POEntry(msgid="Lehren", msgstr=""))
    path = tmp_path / "django.po"
    entries.save(str(path))
    entries.save_as_mofile(str(path.with_suffix(".mo")))
    return path


def test_check_names_what_has_no_english(catalogue: Path) -> None:
    with pytest.raises(CommandError, match=r"1 Texte ohne englische Fassung.*\n.*Lehren"):
        collect_messages.Command()._check(catalogue)


def test_translated_but_not_compiled_is_missing_too(catalogue: Path) -> None:
    entries = polib.pofile(str(catalogue))
    entries.find("Lehren").msgstr = "Lessons"
    entries.save(str(catalogue))
    with pytest.raises(CommandError, match="Lehren"):
        collect_messages.Command()._check(catalogue)
    entries.save_as_mofile(str(catalogue.with_suffix(".mo")))
    collect_messages.Command()._check(catalogue)


def test_collecting_needs_xgettext(catalogue: Path) -> None:
    with pytest.raises(CommandError, match="gettext"):
        collect_messages.Command()._collect()
