"""``manage.py check_profile --json '{...}'``: k of a municipality profile against the register."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from knowledge.anonymity.profile import (
    THRESHOLD,
    FactMention,
    assess,
    fact_mentions_in,
    fact_steps,
    mentions_in,
    parse_profile,
)


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
            told = _told(values)
            header = {key: value for key, value in values.items() if key not in {"facts", "text"}}
            profile = parse_profile(header)
            profile = replace(
                profile,
                facts=frozenset(item.key for item in told),
                kinds=profile.kinds | {item.kind for item in mentions_in(_texts(values))},
            )
            result = assess(profile, options["threshold"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            json.dumps(
                {
                    "k": result.k, "threshold": result.threshold, "proposal": result.proposal.as_dict(),
                    "proposal_k": result.proposal_k,
                    **_remaining([(step.mention.word, step.k) for step in fact_steps(profile, told)]),
                },
                ensure_ascii=False,
            )
        )  # fmt: skip


def _texts(values: Mapping[str, Any]) -> list[str]:
    facts, text = values.get("facts", []), values.get("text", "")
    are_words = isinstance(facts, list) and all(isinstance(fact, str) for fact in facts)
    if not isinstance(text, str) or not are_words:
        raise ValueError(_("„facts“ muss eine Liste von Wörtern sein, „text“ ein Text."))
    return [*facts, text]


def _told(values: Mapping[str, Any]) -> tuple[FactMention, ...]:
    """What words or a text tell; a word without a number of its own counts as rare."""
    unlisted = [
        FactMention(f"unlisted:{fact}", fact)
        for fact in values.get("facts", [])
        if not fact_mentions_in([fact]) and not mentions_in([fact])
    ]
    return (*fact_mentions_in(_texts(values)), *unlisted)


def _remaining(steps: list[tuple[str, int]]) -> dict[str, Any]:
    return {"facts": [{"fact": word, "k": k} for word, k in steps]} if steps else {}
