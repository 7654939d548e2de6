"""The tick list on the page of release and review: what the text tells of its municipality, who has it, what
is left, and whether it counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cases import gate
from cases.models import CaseFact, CasePage, Problem
from cases.profile import FACT_NAMES, UNTICKED, FactRow, fact_name, profile_values, tick_list
from cases.sections import CaseText
from knowledge.anonymity.profile import Holders, fact_steps, holders_of, parse_profile, pool_of, uniqueness
from knowledge.anonymity.register import Municipality

__all__ = ["decide", "told_facts"]


def told_facts(case: CasePage, text: CaseText) -> dict[str, Any]:
    """The rows of the list and what may be added; empty for a profile that cannot be counted."""
    try:
        plain = parse_profile(profile_values(case))
    except ValueError:
        return {}
    profile = replace(plain, kinds=frozenset(mention.kind for mention in text.type_mentions))
    rows = tick_list(case, text.fact_mentions, text.sentences_telling)
    counted = [row.mention for row in rows if row.counts]
    steps = fact_steps(profile, counted) if counted else []
    left = {step.mention.key: step.k for step in steps}
    pool, told = pool_of(profile), {row.mention.key for row in rows}
    facts = [_shown(row, left.get(row.mention.key), pool) for row in rows] + _kinds(text, left)
    order = {key: place for place, key in enumerate(left)}
    return {
        "facts": sorted(facts, key=lambda row: order.get(row["key"], len(order))),
        "fits": _grouped(uniqueness.k_of(plain)),
        "remaining": _grouped(steps[-1].k) if steps else "",
        "least": settings.ANONYMITY_K_REGISTER,
        "untick_reasons": [(reason.value, reason.label) for reason in UNTICKED],
        "add_reasons": [(reason.value, reason.label) for reason in CaseFact.Reason if reason not in UNTICKED],
        "facts_to_add": [(key, name) for key, name in FACT_NAMES.items() if key not in told],
    }


def _shown(row: FactRow, left: int | None, pool: Sequence[Municipality]) -> dict[str, Any]:
    """A fact that the text tells or somebody added; ``left`` is k after it."""
    return {
        "key": row.mention.key,
        "word": row.mention.word if row.is_found else "",
        "name": fact_name(row.mention.key),
        "who": _who(holders_of(row.mention.key, pool)),
        "left": left,
        "remaining": "" if left is None else _grouped(left),
        "counts": row.counts,
        "decision": row.decision,
        "holds": row.decision is not None and row.is_found != row.counts,
    }


def _kinds(text: CaseText, left: Mapping[str, int]) -> list[dict[str, Any]]:
    """Words for the kind of municipality, which narrow as facts do and can only be written otherwise."""
    words = {f"kind:{mention.kind}": mention.word for mention in text.type_mentions}
    return [
        {
            "key": key,
            "word": word,
            "name": _("sagt, ob es Stadt, Markt oder Gemeinde ist"),
            "left": left[key],
            "remaining": _grouped(left[key]),
            "is_kind": True,
        }
        for key, word in words.items()
        if key in left
    ]


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def _who(holders: Holders) -> str:
    """How many municipalities of this header have it, alone."""
    if holders.names:
        return ", ".join(holders.names)
    shown = {"n": _grouped(holders.count)}
    if holders.is_assumed:
        return (
            ngettext("rund %(n)s Kommune (geschätzt)", "rund %(n)s Kommunen (geschätzt)", holders.count)
            % shown
        )
    return ngettext("%(n)s Kommune (laut Register)", "%(n)s Kommunen (laut Register)", holders.count) % shown


def decide(request: HttpRequest, case: CasePage) -> None:
    """Carry out a button of the list. Raises ``ValueError`` for what is refused."""
    key, reason, wish = (request.POST.get(name, "") for name in ("angabe", "grund", "angabe_soll"))
    given: dict[str, Any] = {"case": case, "user": request.user, "key": key}
    if wish == "zurueck":
        found = gate.forget_fact(**given)
    elif wish == "dazu":
        found = gate.add_fact(**given, reason=reason)
    else:
        found = gate.untick_fact(**given, reason=reason)
    _say(request, found)


def _say(request: HttpRequest, found: Sequence[Problem]) -> None:
    if not found:
        messages.success(request, _("Vermerkt. Die Zahlen oben gelten mit dieser Entscheidung."))
        return
    text = _("Vermerkt. Damit darf der Fall nicht mehr erscheinen; er ist jetzt wieder ein Entwurf.")
    messages.warning(request, " ".join([text, *(f"{one.field}: {one.message}" for one in found)]))
