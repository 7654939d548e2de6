"""``manage.py check_profile --json '{...}'``: k of a municipality profile against the register."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from knowledge.anonymity.profile import THRESHOLD, assess, parse_profile


class Command(BaseCommand):
    """See ``help``."""

    help = _("Zählt, auf wie viele Kommunen des amtlichen Verzeichnisses ein Profil zutrifft.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--json`` with the profile, ``--threshold``."""
        parser.add_argument(
            "--json",
            required=True,
            metavar="PROFIL",
            dest="profile",
            help=_('Profil als JSON, z. B. {"state": "BY", "size_band": "kleinstadt"}'),
        )
        parser.add_argument("--threshold", type=int, default=THRESHOLD, help=_("Schwelle, voreingestellt 20"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print ``k``, ``threshold``, ``proposal`` and ``proposal_k`` as JSON."""
        try:
            values = json.loads(options["profile"])
        except (ValueError, RecursionError) as error:
            raise CommandError(_("Das Profil ist kein gültiges JSON.")) from error
        if not isinstance(values, dict):
            raise CommandError(_("Das Profil muss ein JSON-Objekt sein."))
        if options["threshold"] < 1:
            raise CommandError(_("Die Schwelle muss mindestens 1 sein."))
        try:
            result = assess(parse_profile(values), options["threshold"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            json.dumps(
                {
                    "k": result.k, "threshold": result.threshold, "proposal": result.proposal.as_dict(),
                    "proposal_k": result.proposal_k,
                },
                ensure_ascii=False,
            )
        )  # fmt: skip
