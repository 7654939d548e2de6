"""The way back for somebody who has lost the second factor and its emergency codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from knowledge.accounts import remove_second_factor


class Command(BaseCommand):
    """``remove_second_factor``"""

    help = (
        "Nimmt einem Konto den zweiten Faktor samt Notfallcodes und beendet seine Sitzungen; danach wird er"
        " neu eingerichtet. Vorher nicht nur per Mail fragen, ob es die Person ist."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="Benutzername")

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()
        try:
            user = users.objects.get_by_natural_key(options["name"])
        except users.DoesNotExist:
            raise CommandError(f"Es gibt kein Konto „{options['name']}“.") from None
        if not remove_second_factor(user):
            raise CommandError(f"„{options['name']}“ hat keinen zweiten Faktor.")
        self.stdout.write(f"„{options['name']}“ richtet den zweiten Faktor beim nächsten Anmelden neu ein.")
