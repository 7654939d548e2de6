"""How method cards are found."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from knowledge.enums import PurposeTag
from knowledge.listing import PageSource, area_names, area_slugs, passages, plain_text
from methods.models import MethodCardPage
from search import registry
from search.contract import NumberRange


class MethodDocumentSource(PageSource):
    """Method cards: names and purpose first, then the run sheet, needs and limits."""

    kind = "method"
    model = MethodCardPage
    label = _("Methode")
    label_plural = _("Methoden")
    counted = ngettext_lazy("%(count)d Methode", "%(count)d Methoden", "count")
    type_word = "methode"
    query_words = ("Methode", "Methodenkarte")
    icon = "method"
    order = 20
    facets = ("herausforderung", "ziel")

    def describe(self, page: Any) -> dict[str, Any]:
        """Sections of the card in its order, with the anchors of the template."""
        phases = "\n".join(
            f"{p.title} ({p.minutes_typ} Minuten): {p.instruction} {p.script}" for p in page.phases.all()
        )
        roles = "\n".join(f"{row.get_role_display()}: {row.task}" for row in page.roles.all())
        material = ", ".join(row.item for row in page.materials.all())
        pitfalls = "\n".join(f"{row.sign} {row.remedy}" for row in page.pitfalls.all())
        access = "\n".join(f"{row.get_need_display()}: {row.note}" for row in page.access_notes.all())
        tips = "\n".join(
            [*(row.text for row in page.tips.all()), *(row.text for row in page.questions.all())]
        )
        variants = "\n".join(f"{row.name}: {row.change}" for row in page.variants.all())
        purposes = [str(PurposeTag(tag).label) for tag in page.purpose_tags]
        return {
            "summary": page.purpose,
            "keywords": (*page.alias_list, *purposes, *page.phase_of_meeting_labels, *area_names(page)),
            "passages": passages(
                ("worum", _("Worum es geht"), plain_text(page.description)),
                ("ablauf", _("Ablauf"), phases),
                ("rollen", _("Rollen"), roles),
                ("material", _("Material und Raum"), material),
                ("stolpersteine", _("Stolpersteine"), pitfalls),
                ("grenzen", _("Wann nicht"), page.when_not),
                ("barrierefrei", _("Barrierefreie Durchführung"), access),
                ("tipps", _("Tipps und Leitfragen"), tips),
                ("varianten", _("Varianten"), variants),
            ),
            "facets": {"herausforderung": area_slugs(page), "ziel": list(page.purpose_tags)},
            "numbers": {
                "min": NumberRange(page.duration_min or 0, page.duration_max or 0),
                "personen": NumberRange(page.group_min, page.group_max),
            },
            "display": {
                "minutes": str(page.duration_typ or ""),
                "group_min": str(page.group_min),
                "group_max": str(page.group_max),
                "difficulty": page.difficulty,
            },
        }


registry.register(MethodDocumentSource())
