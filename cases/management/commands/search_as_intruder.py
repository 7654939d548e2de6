"""``manage.py search_as_intruder [KEY ...]``: asks the register and this library what somebody would ask who
wants to know whom a case is about, and prints queries and answers.
"""

from __future__ import annotations

from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from cases.gate import LEAST_MINUTES, LEAST_QUERIES, NOBODY_KNOWS, intruder_queries, try_query
from cases.models import CasePage, IntruderTest
from cases.sections import CaseText

__all__ = ["Command"]

_HEAD = """\
# What a motivated intruder would ask about the demo cases, and what the register and this library answered
# (docs/referenz/inhalte.md); written by: manage.py search_as_intruder > cases/demo/decisions/searches.yaml
"""
_NOTE = "Von der Bibliothek selbst gestellt, ohne das Netz: Der Fall ist erfunden, die Minuten sind es auch."


class Command(BaseCommand):
    help = _("Fragt Register und Bibliothek, was jemand fragen würde, der wissen will, wer der Fall war.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help=_("Kennungen wie F01; ohne: alle Fälle"))

    def handle(self, *args: Any, **options: Any) -> None:
        cases = CasePage.objects.live().exclude(external_id="").order_by("external_id")
        if options["keys"]:
            cases = cases.filter(external_id__in=options["keys"])
        with translation.override("de"):
            found = {case.external_id: _searched(case) for case in cases}
        document = {"id": "searches", "answers": dict(NOBODY_KNOWS), "cases": found}
        self.stdout.write(_HEAD + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100))


def _searched(case: CasePage) -> dict[str, Any]:
    tried = [try_query(case, query) for query in intruder_queries(case, CaseText.of(case))]
    is_enough = len(tried) >= LEAST_QUERIES and not any(answer.names_somebody for answer in tried)
    verdict = IntruderTest.Verdict.NOBODY if is_enough else IntruderTest.Verdict.GUESS
    return {
        "minutes": LEAST_MINUTES,
        "verdict": str(verdict),
        "note": _NOTE,
        "queries": [{"query": answer.query, "found": answer.words} for answer in tried],
    }
