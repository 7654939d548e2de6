#!/usr/bin/env python
"""Command line of the project."""

import os
import sys
from pathlib import Path

import environ

_OF_AN_INSTALLATION = ("ALLOWED_HOSTS", "PUBLIC_URL", "RAW_CASE_KEYS")


def main() -> None:
    """Run a management command: with the settings that the environment or ".env" names, else with those of
    development.

    Whoever has set what only a public installation needs is told about the latter: the command would work on
    another database.
    """
    environ.Env.read_env(Path(__file__).resolve().parent / ".env")
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        os.environ["DJANGO_SETTINGS_MODULE"] = "knowledge.settings.dev"
        if any(os.environ.get(name) for name in _OF_AN_INSTALLATION):
            sys.stderr.write(
                "Achtung: DJANGO_SETTINGS_MODULE fehlt, dieser Befehl benutzt die Einstellungen der"
                " Entwicklung. Im Betrieb gehört DJANGO_SETTINGS_MODULE=knowledge.settings.production in die"
                " Datei .env (docs/anleitung/betrieb.md).\n"
            )
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
