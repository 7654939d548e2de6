"""What no search engine answers: whom would somebody recognise who was there, lives next door or is spoken
of, and what do all cases of one header have in common? A person answers, and the answers are kept with the
search. Reads only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CasePage
from knowledge.enums import FinanceBand, Outcome

__all__ = [
    "ANSWERS",
    "NOBODY_KNOWS",
    "InsiderQuestion",
    "insider_questions",
    "plain",
    "shared_by_header",
    "unanswered",
]

NO, ACCEPTED, YES = "nein", "hinnehmbar", "ja"

ANSWERS = {
    NO: gettext_lazy("Nein"),
    ACCEPTED: gettext_lazy("Vielleicht, erfährt aber nichts Neues (bitte in der Anmerkung begründen)"),
    YES: gettext_lazy("Ja"),
}
"""What may be answered; ``YES`` goes with no verdict that opens the gate."""

_ALWAYS = {
    "kollegin": gettext_lazy(
        "Eine Kollegin aus einem anderen Rathaus oder aus dem Forum: Erkennt sie die Kommune, etwa am Ablauf"
        " oder an einer ungewöhnlichen Verbindung von Angaben?"
    ),
    "rat": gettext_lazy(
        "Ein Ratsmitglied oder jemand aus dem eigenen Haus: Erkennt diese Person, wer gehandelt oder"
        " gesprochen hat, und erfährt sie dabei etwas, das sie nicht wusste?"
    ),
    "nachbarschaft": gettext_lazy(
        "Eine Nachbarin, ein Vereinsmitglied, die Lokalzeitung: Erkennt jemand am Ort die Geschichte wieder?"
    ),
    "dritte": gettext_lazy(
        "Menschen, die niemand gefragt hat (Eigentümer, Anwohnerinnen, Beschäftigte, Antragsteller): Erkennt"
        " sich jemand oder wird erkannt?"
    ),
}

_SHARED = "gleiches"
NOBODY_KNOWS = dict.fromkeys((*_ALWAYS, _SHARED), NO)
"""The answers about what is invented, to all that may be asked."""


@dataclass(frozen=True, slots=True)
class InsiderQuestion:
    """A question by its key, with its words."""

    key: str
    words: str


def shared_by_header(case: CasePage) -> list[str]:
    """What everybody may conclude of a municipality that gave a case and fits the header: the outcome or the
    budget situation that all cases with this header have in common, each as a word. A case alone with its
    header shares all it shows.
    """
    others = CasePage.objects.cleared().filter(federal_state=case.federal_state, size_band=case.size_band)
    told = list(others.exclude(pk=case.pk).values_list("clearance__outcome", "finance_band"))
    shared = []
    if case.outcome and all(outcome == case.outcome for outcome, _finance in told):
        shared.append(str(Outcome(case.outcome).label))
    if case.finance_band and all(finance == case.finance_band for _outcome, finance in told):
        shared.append(str(FinanceBand(case.finance_band).label))
    return shared


def insider_questions(case: CasePage) -> list[InsiderQuestion]:
    """What the second person answers about this case before it counts as one that points to nobody."""
    asked = [InsiderQuestion(key, str(words)) for key, words in _ALWAYS.items()]
    if shared := shared_by_header(case):
        words = _(
            "Alle Fälle mit diesem Land und dieser Größe sagen dasselbe: %(shared)s. Wer weiß, dass eine"
            " solche Kommune einen Fall gegeben hat, weiß damit auch das. Würde es ihr schaden?"
        )
        asked.append(InsiderQuestion(_SHARED, words % {"shared": ", ".join(shared)}))
    return asked


def unanswered(case: CasePage, answers: Mapping[str, str], note: str) -> str:
    """Why these answers do not let a case pass, as a sentence; empty where they do."""
    given = [answers.get(question.key, "") for question in insider_questions(case)]
    if not set(given) <= ANSWERS.keys():
        return _("Bitte alle Fragen dazu beantworten, wer den Fall erkennen könnte.")
    if YES in given:
        return _(
            "Jemand würde den Fall erkennen oder Schaden haben. Bitte den Text dort allgemeiner fassen lassen"
            " und als Urteil eine Vermutung oder „erkannt“ wählen."
        )
    if ACCEPTED in given and not note.strip():
        return _("Bitte in der Anmerkung begründen, warum hinnehmbar ist, dass jemand den Fall erkennt.")
    return ""


def plain(answers: Mapping[str, Any]) -> dict[str, str]:
    """Answers as they are kept: known words only."""
    return {str(key): str(value) for key, value in answers.items() if value in ANSWERS}
