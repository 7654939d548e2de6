#!/usr/bin/env python
"""Command line of the project."""

import os
import sys
from pathlib import Path

import environ

_DEVELOPMENT, _PRODUCTION = "knowledge.settings.dev", "knowledge.settings.production"
_OF_AN_INSTALLATION = ("ALLOWED_HOSTS", "PUBLIC_URL", "RAW_CASE_KEYS")
_COLLECTED = Path("staticfiles/staticfiles.json")
"""Only the settings of production write it."""
_OF_THE_DEMO = frozenset({"serve_demo", "help", "version", "--version", "--help"})
"""Commands that need no word about the settings: the first is for development alone."""


def main() -> None:
    """Run a management command with the settings that the environment or ".env" names.

    Where neither does, they are those of development, and every command but that of the demo says so; where
    something is set that only a public installation has, nothing runs: it would work on another database and
    tell its errors to everybody. A setting that is missing and a database that is away are told in a sentence
    ("--traceback" shows where).
    """
    here = Path(__file__).resolve().parent
    environ.Env.read_env(here / ".env")
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        _take_development(here)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        _end(str(error))
    except OperationalError as error:
        if "no such table" in str(error) or "no such column" in str(error):
            _end(
                f"Die Datenbank passt nicht zu dieser Fassung ({error}): Führen Sie „manage.py migrate“ aus."
            )
        _end(
            f"Die Datenbank ist nicht erreichbar, gesperrt oder ohne Platz ({str(error).splitlines()[0]})."
            " Prüfen Sie DATABASE_URL, den Datenbankserver und den freien Platz; „manage.py doctor“ sagt"
            " mehr."
        )


def _take_development(here: Path) -> None:
    marks = [name for name in _OF_AN_INSTALLATION if os.environ.get(name)]
    marks += [str(_COLLECTED)] if (here / _COLLECTED).is_file() else []
    if marks:
        sys.exit(
            f"DJANGO_SETTINGS_MODULE fehlt, aber {', '.join(marks)} gehört zu einem Betrieb. Schreiben Sie"
            f" DJANGO_SETTINGS_MODULE={_PRODUCTION} in die Datei .env (docs/anleitung/betrieb.md); für die"
            f" Entwicklung DJANGO_SETTINGS_MODULE={_DEVELOPMENT}."
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = _DEVELOPMENT
    if not _OF_THE_DEMO & set(sys.argv[1:2]):
        sys.stderr.write(
            f"Einstellungen der Entwicklung ({_DEVELOPMENT}), weil DJANGO_SETTINGS_MODULE fehlt. Für einen"
            f" Betrieb gehört DJANGO_SETTINGS_MODULE={_PRODUCTION} in die Datei .env.\n"
        )


def _end(sentence: str) -> None:
    if "--traceback" in sys.argv:
        raise
    sys.exit(sentence)


if __name__ == "__main__":
    main()
