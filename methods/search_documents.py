"""How method cards are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from knowledge.base import inner_passages, readable_pages
from knowledge.enums import PurposeTag
from knowledge.listing import (
    ENTRY,
    Fact,
    PageSource,
    Statement,
    area_names,
    area_slugs,
    in_english,
    passages,
    plain_text,
)
from knowledge.models import LessonPage
from methods.models import MethodCardPage
from search import registry
from search.contract import ACCESS_FACET, NumberRange, Passage, Viewer


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
    facets = ("herausforderung", "ziel", ACCESS_FACET)
    fact_fields = (
        "difficulty",
        "confidentiality",
        "conflict_fit",
        "online",
        "other_names",
        "purpose_tags",
        "phase_of_meeting",
        "title_en",
        "purpose_en",
    )

    def summary(self, page: Any) -> str:
        """What the method is for."""
        return str(page.purpose)

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
            "keywords": (
                *page.alias_list,
                *filter(None, [page.title_en]),
                *purposes,
                *page.phase_of_meeting_labels,
                *area_names(page),
            ),
            "passages": passages(
                ("eckdaten", _("Auf einen Blick"), page.in_words),
                ("worum", _("Worum es geht"), plain_text(page.description)),
                ("ablauf", _("Ablauf"), phases),
                ("rollen", _("Rollen"), roles),
                ("material", _("Material und Raum"), material),
                ("stolpersteine", _("Stolpersteine"), pitfalls),
                ("grenzen", _("Wann nicht"), page.when_not),
                ("barrierefrei", _("Barrierefreie Durchführung"), access),
                ("tipps", _("Tipps und Leitfragen"), tips),
                ("varianten", _("Varianten"), variants),
                ("", "English", page.purpose_en),
            )
            + inner_passages(page),
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
                **in_english(page.title_en, page.purpose_en),
            },
        }

    def facts(self, page: Any) -> tuple[Fact, ...]:
        """Duration and group, then what it takes."""
        group = (page.group_min, page.group_opt, page.group_max)
        return (
            Fact("minutes", str(_("Dauer in Minuten")), str(page.duration_typ or "")),
            Fact("group", str(_("Gruppe (von, ideal, bis)")), ", ".join(map(str, group))),
            Fact("prep_minutes", str(_("Vorbereitung in Minuten")), str(page.prep_minutes or "0")),
            *super().facts(page),
        )

    def sections(self, page: Any) -> tuple[Passage, ...]:
        """Everything written on the card, so that somebody can run the method from it."""
        tips = [*(row.text for row in page.tips.all()), *(row.text for row in page.questions.all())]
        richer = passages(
            ("ablauf", _("Ablauf"), _entries(map(_phase, page.phases.all()))),
            ("tipps", _("Tipps und Leitfragen"), _entries([*tips, page.online_text])),
            ("varianten", _("Varianten"), _entries(map(_variant, page.variants.all()))),
            ("berichte", _("Einsatzberichte"), _entries(map(_report, page.shown_reports))),
            ("dateien", _("Zum Ausdrucken"), _entries(row.title for row in page.files.all())),
            ("quellen", _("Quellen"), _entries(map(_source, page.sources.all()))),
            ("rollen", _("Rollen"), _entries(f"{r.get_role_display()}: {r.task}" for r in page.roles.all())),
            (
                "stolpersteine",
                _("Stolpersteine"),
                _entries(f"{r.sign} {r.remedy}" for r in page.pitfalls.all()),
            ),
            (
                "barrierefrei",
                _("Barrierefreie Durchführung"),
                _entries(f"{row.get_need_display()}: {row.note}" for row in page.access_notes.all()),
            ),
        )
        found = (part for part in super().sections(page) if not part.audience)
        by_anchor = {part.anchor: part for part in (*found, *richer)}
        return (*by_anchor.values(), *inner_passages(page))

    def statements(self, page: Any) -> Iterator[Statement]:
        """What it is for, its phases with their minutes, what to look out for."""
        yield Statement("recommendation", page.purpose)
        for phase in page.phases.all():
            yield Statement("step", phase.title, str(phase.minutes_typ), phase.instruction)
        for pitfall in page.pitfalls.all():
            yield Statement("pitfall", pitfall.sign, "", pitfall.remedy)

    def related(self, page: Any, viewer: Viewer) -> Iterator[tuple[Any, Any, str]]:
        """Cases that used it, lessons about it, and what goes well before and after."""
        uses = set(page.case_uses.values_list("case_id", flat=True))
        places = {row.other_id: row.get_position_display() for row in page.combinations.all()}
        pages = readable_pages(uses | places.keys(), viewer)
        yield from (
            (_("Fall, in dem sie eingesetzt wurde"), case, "") for pk, case in pages.items() if pk in uses
        )
        lessons = LessonPage.objects.readable_by(viewer).drawn_from(page)
        yield from ((_("Lehre zu dieser Methode"), lesson, "") for lesson in lessons)
        yield from ((places[pk], other, "") for pk, other in pages.items() if pk in places)


def _entries(rows: Iterable[str]) -> str:
    """Rows as entries of a list in plain text."""
    return "\n".join(ENTRY + " ".join(row.split()) for row in rows if row)


def _phase(row: Any) -> str:
    more = (
        (_("Ergebnis:"), row.output),
        (_("Material:"), row.material),
    )
    head = f"{row.title} ({row.minutes_typ} Minuten{', ' * bool(row.social_form)}{row.social_form}):"
    said = (row.instruction, row.script, *(f"{label} {text}" for label, text in more if text))
    return " ".join([head, *filter(None, said)])


def _variant(row: Any) -> str:
    sizes = ((_("Gruppe"), row.group), (_("Minuten"), row.minutes))
    said = ", ".join(f"{label}: {text}" for label, text in sizes if text)
    return f"{row.name}: {row.change}" + (f" ({said})" if said else "")


def _report(row: Any) -> str:
    minutes = _("Geplant %(planned)d, gebraucht %(actual)d Minuten") % {
        "planned": row.planned_minutes,
        "actual": row.actual_minutes,
    }
    return ". ".join(filter(None, (minutes, row.adapted, row.pitfall, row.accessibility_note, row.quote)))


def _source(row: Any) -> str:
    said = " ".join(filter(None, (row.text, row.url)))
    return f"{said} ({row.licence})" if row.licence else said


registry.register(MethodDocumentSource())
