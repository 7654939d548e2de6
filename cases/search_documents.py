"""How cases are found."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.models import CasePage
from cases.models.gate import PublicationRefused
from knowledge.enums import Outcome
from knowledge.listing import PageSource, area_names, area_slugs, passages, plain_text, stream_text
from search import registry
from search.contract import Document

_FAILED_WORDS = {
    Outcome.FAILED: ("gescheitert", "Scheitern"),
    Outcome.ABANDONED: ("aufgegeben", "gescheitert"),
}


class CaseSource(PageSource):
    """Cases: kernel and question weigh most, then what was tried, thought and done."""

    kind = "case"
    model = CasePage
    label = _("Fall")
    label_plural = _("Fälle")
    counted = ngettext_lazy("%(count)d Fall", "%(count)d Fälle", "count")
    type_word = "fall"
    query_words = ("Fall",)
    icon = "case"
    order = 10
    facets = ("herausforderung", "handlungsfeld", "groesse", "ausgang")

    def eligible(self) -> Any:
        """Cleared cases, with what ``build`` prints and compares."""
        return (
            CasePage.objects.current()
            .cleared()
            .select_related("clearance__consent")
            .with_public_associations()
            .order_by("pk")
        )

    def build(self, obj: Any) -> Document:
        """The case as a document. Raises ``PublicationRefused`` when its text is not the cleared one: then it
        is left out.
        """
        if not obj.show_as_cleared():
            raise PublicationRefused([])
        return super().build(obj)

    def describe(self, page: Any) -> dict[str, Any]:
        """Sections of the page in its order, with the anchors of the template."""
        hypotheses = "\n".join(row.text for row in page.hypotheses.all())
        ideas = "\n".join(f"{row.text} {row.reach} {row.reason}".strip() for row in page.ideas.all())
        steps = "\n".join(row.what for row in page.steps.all())
        became = "\n".join(
            [*(f"{row.text} {row.effects}".strip() for row in page.followups.all()), page.effects_text]
        )
        warnings = "\n".join(
            [*(row.text for row in page.pitfalls.all()), *(row.text for row in page.preconditions.all())]
        )
        actors = "\n".join(f"{row.role}: {row.interest}" for row in page.actors.all())
        fields = [field.name for field in page.policy_fields.all()]
        return {
            "summary": page.kernel,
            "keywords": (*area_names(page), *fields, *_FAILED_WORDS.get(Outcome(page.outcome), ())),
            "passages": passages(
                ("frage", _("Schlüsselfrage"), page.key_question),
                (
                    "lage",
                    _("Ausgangslage"),
                    "\n".join([stream_text(page.initial_situation), plain_text(page.history), actors]),
                ),
                ("hypothesen", _("Hypothesen"), hypotheses),
                ("ideen", _("Ideen"), ideas),
                ("schritte", _("Nächste Schritte"), "\n".join([steps, page.takeaway])),
                ("ergebnis", _("Was daraus wurde"), became),
                ("bedingungen", _("Voraussetzungen und Stolpersteine"), warnings),
            ),
            "facets": {
                "herausforderung": area_slugs(page),
                "handlungsfeld": [field.key for field in page.policy_fields.all()],
                "groesse": [page.size_band],
                "ausgang": [page.outcome],
            },
            "display": {
                "outcome": page.outcome,
                "size_band": page.size_band,
                "evidence": page.evidence_level,
                "federal_state": page.federal_state,
                "period": page.period_band,
            },
        }


registry.register(CaseSource())
