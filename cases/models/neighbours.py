"""Cases with another topic and the same pattern: the same kind of concern, with the same people. Shown where
nothing answers, and called what they are.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from cases.models.case_page import CasePage
from knowledge.enums import ConcernType, Stance
from search.contract import Viewer
from search.language import analyse
from search.registry import Neighbour

__all__ = ["neighbours"]

MOST: Final = 3
#: So many cases of a concern are looked through.
LOOKED_AT: Final = 200

_SAID: Final = {
    ConcernType.CONFLICT: "streit streiten zerstritten konflikt blockiert blockieren gegner widerstand klage"
    " verfeindet zoff krach bürgerinitiative protest",
    ConcernType.DECIDE: "entscheiden entscheidung abwägen vertagt vertagen schließen abstimmen beschluss",
    ConcernType.WIN_OVER: "überzeugen gewinnen mitnehmen begeistern mitmachen akzeptanz desinteresse",
    ConcernType.ORGANISE: "zuständig zuständigkeit ordnen aufteilen durcheinander chaos regeln",
    ConcernType.PERSEVERE: "durchhalten dranbleiben eingeschlafen versandet überlastet überlastung erschöpft",
    ConcernType.REINVENT: "umbauen ersetzen neuanfang ablösen umstellen",
    ConcernType.UNDERSTAND: "verstehen ursache wirkung messen nachvollziehen",
}
"""Everyday words for a kind of concern."""


def neighbours(text: str, viewer: Viewer) -> tuple[Neighbour, ...]:
    """Cases whose concern a text names and whose people it mentions, those with most of them first."""
    asked = _roots(text)
    concerns = [concern for concern, words in _SAID.items() if asked & _roots(words)]
    if not concerns:
        return ()
    cases = (
        CasePage.objects.readable_by(viewer)
        .filter(concern_type__in=[concern.value for concern in concerns])
        .prefetch_related("actors")
        .order_by("translation_key")[:LOOKED_AT]
    )
    found = []
    for case in cases:
        alike = [actor for actor in case.actors.all() if asked & _roots(actor.role)]
        against = sum(actor.stance in {Stance.AGAINST, Stance.STRONGLY_AGAINST} for actor in alike)
        if alike:
            found.append((len(alike) + against / 2, case, alike))
    found.sort(key=lambda row: -row[0])
    return tuple(_neighbour(case, alike) for _score, case, alike in found[:MOST])


def _roots(text: str) -> set[str]:
    return {word.forms.root for word in analyse(text) if not word.forms.stop}


def _neighbour(case: CasePage, alike: list[object]) -> Neighbour:
    roles = ", ".join(f"{actor.role} ({actor.get_stance_display()})" for actor in alike)  # type: ignore[attr-defined]
    reason = _("Auch hier: %(concern)s; beteiligt: %(roles)s") % {
        "concern": case.get_concern_type_display(),
        "roles": roles,
    }
    return Neighbour(case.title, case.get_url() or "", reason)
