"""A lesson, a chapter or a package that tells of a case what the case itself leaves out: together they must
still fit enough municipalities. Reads only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cases.gate import facts_of, profile_of_case
from cases.models import CasePage
from cases.sections import CaseText
from knowledge.anonymity.detector import Kind
from knowledge.anonymity.profile import uniqueness
from knowledge.base import RetoldFact, facts_told_in, fetch_rows
from knowledge.guard import OpenFinding, ask_as_well

__all__ = ["connect", "objections_to_retelling"]


def connect() -> None:
    """The guard of public texts asks this as well."""
    ask_as_well("cases.retold", objections_to_retelling)


def objections_to_retelling(record: Any) -> list[OpenFinding]:
    """The facts that leave too few municipalities beside a live case the text is drawn from; a second person
    may let one stand there that tells nothing of the case.
    """
    if not hasattr(record, "retelling"):
        return []
    told = facts_told_in(record)
    origins = {pk for fact in told for pk in fact.passage.origins}
    cases = list(CasePage.objects.filter(pk__in=origins, live=True).order_by("pk")) if origins else []
    fetch_rows(*cases)
    found: dict[tuple[str, str], OpenFinding] = {}
    for case in cases:
        for item in _too_narrow(case, told, record.pk):
            found.setdefault((item.field, item.words), item)
    return list(found.values())


def _too_narrow(case: CasePage, told: list[RetoldFact], record: int | None) -> list[OpenFinding]:
    text = replace(CaseText.of(case), apart_from=record)
    try:
        own = facts_of(case, text)
        new = [fact for fact in text.told_of_it(told) if fact.mention not in own]
        facts = {mention.key: mention for mention in (*own, *(fact.mention for fact in new))}
        k = uniqueness.k_of(profile_of_case(case, text, tuple(facts.values())))
    except ValueError:
        return []
    if not new or k >= settings.ANONYMITY_K_REGISTER:
        return []
    words = _("%(field)s (mit dem, was der Fall „%(case)s“ erzählt, bleiben %(k)s Kommunen)")
    return [
        OpenFinding(
            fact.passage.field,
            words % {"field": fact.passage.label, "case": case.title, "k": k},
            fact.mention.word,
            Kind.UNIQUE.value,
            1.0,
        )
        for fact in new
    ]
