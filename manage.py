#!/usr/bin/env python
"""Command line of the project."""

import os
import sys
from pathlib import Path

import environ

_OF_AN_INSTALLATION = ("ALLOWED_HOSTS", "PUBLIC_URL", "RAW_CASE_KEYS")
_COLLECTED = Path("staticfiles/staticfiles.json")
"""Only the settings of production write it."""


def main() -> None:
    """Run a management command: with the settings that the environment or ".env" names, else with those of
    development.

    Whoever has set what only a public installation needs is told about the latter: the command would work on
    another database. A setting that is missing and a database that is away are told in a sentence
    ("--traceback" shows where).
    """
    here = Path(__file__).resolve().parent
    environ.Env.read_env(here / ".env")
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        os.environ["DJANGO_SETTINGS_MODULE"] = "knowledge.settings.dev"
        if any(map(os.environ.get, _OF_AN_INSTALLATION)) or (here / _COLLECTED).is_file():
            sys.stderr.write(
                "Achtung: DJANGO_SETTINGS_MODULE fehlt, dieser Befehl benutzt die Einstellungen der"
                " Entwicklung. Im Betrieb gehört DJANGO_SETTINGS_MODULE=knowledge.settings.production in die"
                " Datei .env (docs/anleitung/betrieb.md).\n"
            )
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


def _end(sentence: str) -> None:
    if "--traceback" in sys.argv:
        raise
    sys.exit(sentence)


if __name__ == "__main__":
    main()
