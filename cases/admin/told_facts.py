"""The tick list on the page of release and review: what the text tells of its municipality, who has it, what
is left, and whether it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cases import gate
from cases.models import CaseFact, CasePage, Problem
from cases.profile import FACT_NAMES, UNTICKED, fact_name, profile_values, tick_list
from cases.sections import CaseText
from knowledge.anonymity.profile import Holders, fact_steps, holders_of, parse_profile, pool_of

__all__ = ["decide", "told_facts"]


def told_facts(case: CasePage, text: CaseText) -> dict[str, Any]:
    """The rows of the list and what may be added; empty for a profile that cannot be counted."""
    try:
        profile = parse_profile(profile_values(case))
    except ValueError:
        return {}
    pool = pool_of(profile)
    rows = tick_list(case, text.fact_mentions, text.sentences_telling)
    counted = [row.mention for row in rows if row.counts]
    left = {step.mention.key: step.k for step in fact_steps(profile, counted)} if counted else {}
    told = {row.mention.key for row in rows}
    return {
        "facts": [
            {
                "key": row.mention.key,
                "word": row.mention.word if row.is_found else "",
                "name": fact_name(row.mention.key),
                "who": _who(holders_of(row.mention.key, pool)),
                "left": left.get(row.mention.key),
                "counts": row.counts,
                "decision": row.decision,
                "holds": row.decision is not None and row.is_found != row.counts,
            }
            for row in rows
        ],
        "untick_reasons": [(reason.value, reason.label) for reason in UNTICKED],
        "add_reasons": [(reason.value, reason.label) for reason in CaseFact.Reason if reason not in UNTICKED],
        "facts_to_add": [(key, name) for key, name in FACT_NAMES.items() if key not in told],
    }


def _who(holders: Holders) -> str:
    """How many municipalities of this header have it, alone."""
    if holders.names:
        return ", ".join(holders.names)
    count = ngettext("%(n)s Kommune", "%(n)s Kommunen", holders.count) % {"n": holders.count}
    return f"{count} ({_('angenommen') if holders.is_assumed else _('laut Register')})"


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
