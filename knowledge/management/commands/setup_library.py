"""``manage.py setup_library``: an empty library that works, without demo content."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.content import loading
from knowledge.guard import marks
from knowledge.models import HomePage
from knowledge.operations import site_address
from search.index import apply

_ONLY_ONCE = ("Taxonomien", "Seiten")
"""What editors change afterwards and a second run must leave alone."""


class Command(BaseCommand):
    help = (
        "Legt eine leere Bibliothek an: Seiten, Schlagworte, Rollen, Workflows, Adresse. Wiederholbar; was"
        " die Redaktion geändert hat, bleibt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--administrator",
            metavar="NAME",
            help="legt das erste Konto an; das Kennwort wird gefragt oder steht in DJANGO_SUPERUSER_PASSWORD",
        )
        parser.add_argument("--email", metavar="ADRESSE", default="", help="Mailadresse dieses Kontos")

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing; says what to do next."""
        try:
            site_address.address_of(settings.PUBLIC_URL)
        except ValueError as error:
            raise CommandError(str(error)) from error
        is_new = not HomePage.objects.exists()
        marks.ensure_key()
        with transaction.atomic():
            for part in loading.parts():
                if part.foundation and (is_new or part.label not in _ONLY_ONCE):
                    self.stdout.write(f"{part.label} ...")
                    part.load(loading.LoadReport())
            site = site_address.align_site()
        if site is not None:
            self.stdout.write(_("Adresse der Bibliothek: %(address)s") % {"address": site.root_url})
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        apply.build_missing()
        apply.drain()
        if options["administrator"]:
            self._administrator(options["administrator"], options["email"])
        if not is_new:
            self.stdout.write(
                _(
                    "Rollen und Workflows sind auf dem neuesten Stand; Seiten und Schlagworte bleiben, wie"
                    " sie sind."
                )
            )
        self._next_steps(is_new=is_new)

    def _administrator(self, name: str, email: str) -> None:
        users = get_user_model()
        if users._default_manager.filter(username=name).exists():
            self.stdout.write(
                _("Das Konto „%(name)s“ gibt es schon; es bleibt, wie es ist.") % {"name": name}
            )
            return
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if password is None and not sys.stdin.isatty():
            raise CommandError(
                _(
                    "Ohne Terminal kann kein Kennwort gefragt werden: Setzen Sie DJANGO_SUPERUSER_PASSWORD"
                    " für diesen einen Aufruf."
                )
            )
        if password is not None:
            try:
                validate_password(password, users(username=name, email=email))
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        call_command(
            "createsuperuser",
            username=name,
            email=email,
            interactive=password is None,
            stdout=self.stdout,
            verbosity=0,
        )

    def _next_steps(self, *, is_new: bool) -> None:
        administrators = (
            get_user_model()._default_manager.filter(is_superuser=True, is_active=True).order_by("pk")
        )
        names = [user.get_username() for user in administrators]
        steps = []
        if names:
            self.stdout.write(_("Administration: %(names)s") % {"names": ", ".join(names)})
        else:
            steps.append(
                _(
                    "„manage.py setup_library --administrator NAME --email ADRESSE“ (oder „manage.py"
                    " createsuperuser“): das erste Konto"
                )
            )
        if is_new:
            steps += [
                _("in der Verwaltung Impressum, Datenschutz und Barrierefreiheit ergänzen"),
                _("unter Einstellungen, Benutzer die Redaktion anlegen und ihr die Gruppe „Redaktion“ geben"),
            ]
        if is_new or not names:
            steps.append(_("„manage.py doctor“: was der Umgebung noch fehlt (docs/anleitung/betrieb.md)"))
        if is_new:
            self.stdout.write(_("Die Bibliothek ist angelegt. Als Nächstes:"))
        for step in steps:
            self.stdout.write(f"  - {step}")
