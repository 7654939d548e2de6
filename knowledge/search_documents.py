"""What the core app wants found: lessons and cycles; facets and entry terms for everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from knowledge.base import inner_passages, readable_pages
from knowledge.enums import LessonState, Outcome, PeriodBand, PurposeTag, SizeBand
from knowledge.guard import is_nameless, objection_to_query
from knowledge.host import host_look
from knowledge.lessons import standing_in_words
from knowledge.listing import (
    AREA_FACET,
    ENTRY,
    Access,
    EnumFacet,
    Fact,
    PageSource,
    Statement,
    TermFacet,
    TypeFacet,
    area_names,
    area_slugs,
    at_word_end,
    completions,
    ended_records,
    in_english,
    passages,
    plain_text,
    readable_keys,
    signposts,
)
from knowledge.models import CyclePage, LessonPage, PolicyField, TargetGroup
from knowledge.permissions import viewer_for
from search import registry
from search.contract import ACCESS_FACET, Document, Passage, Viewer
from search.registry import TYPE_FACET, Band, FacetWord, VocabularyEntry

__all__ = ["CycleSource", "LessonDocumentSource", "entry_terms"]


class LessonDocumentSource(PageSource):
    """Lessons."""

    kind = "lesson"
    model = LessonPage
    label = _("Lehre")
    label_plural = _("Lehren")
    counted = ngettext_lazy("%(count)d Lehre", "%(count)d Lehren", "count")
    type_word = "lehre"
    query_words = ("Lehre",)
    icon = "lesson"
    order = 30
    facets = ("herausforderung", "zielgruppe", "stand", ACCESS_FACET)
    fact_fields = ("short_name", "kind", "addressees", "sdgs", "statement_en")

    def summary(self, page: Any) -> str:
        """The recommendation, its first paragraph."""
        return at_word_end(plain_text(page.recommendation).split("\n")[0], 320)

    def describe(self, page: Any) -> dict[str, Any]:
        """Statement, reasoning and conditions."""
        conditions = "\n".join(str(c.text) for c in page.conditions.all())
        state = page.state
        # Only what there is: a new field would be news to everybody who saved a search.
        counts = (
            {"confirmed": str(page.confirming_cycles)}
            | ({"refuted": str(page.refuting_cycles)} if page.refuting_cycles else {})
            | ({"short_name": page.short_name} if page.short_name else {})
            | in_english("", page.statement_en)
        )
        return {
            "keywords": tuple(filter(None, (page.short_name, *area_names(page)))),
            "passages": passages(
                ("beobachtung", _("Beobachtung"), plain_text(page.observation)),
                ("erkenntnis", _("Erkenntnis"), plain_text(page.insight)),
                ("empfehlung", _("Empfehlung"), plain_text(page.recommendation)),
                ("bedingungen", _("Bedingungen"), conditions),
                ("", "English", page.statement_en),
            )
            + inner_passages(page),
            "facets": {
                "herausforderung": area_slugs(page),
                "zielgruppe": [g.key for g in page.addressees.all()],
                "stand": [state.value],
            },
            "display": {"state": state.value, "confidence": str(page.confidence.level), **counts},
        }

    def facts(self, page: Any) -> tuple[Fact, ...]:
        """State and confidence, with what they rest on; never which cycles."""
        return (
            *super().facts(page),
            Fact("state", str(_("Stand")), str(page.state.label)),
            Fact("confidence", str(_("Belastbarkeit")), f"{page.confidence.level}"),
            Fact("confirmed", str(_("Bestätigt in Staffeln")), str(page.confirming_cycles)),
            Fact("refuted", str(_("Widerlegt in Staffeln")), str(page.refuting_cycles)),
        )

    def sections(self, page: Any) -> tuple[Passage, ...]:
        """In the order of the page; which condition holds and which speaks against it; judgements only where
        the page tells them.
        """
        limits = (
            (_("Gilt, wenn"), [row for row in page.conditions.all() if row.holds]),
            (_("Gilt nicht, wenn"), [row for row in page.conditions.all() if not row.holds]),
        )
        verdicts = page.shown_verdicts if page.tells_verdicts else []
        return passages(
            ("empfehlung", _("Empfehlung"), plain_text(page.recommendation)),
            (
                "bedingungen",
                _("Wann die Lehre gilt"),
                "\n".join(
                    f"{ENTRY}{said} ({row.label}): {row.text}" for said, rows in limits for row in rows
                ),
            ),
            ("beobachtung", _("Beobachtung"), plain_text(page.observation)),
            ("erkenntnis", _("Erkenntnis"), plain_text(page.insight)),
            (
                "pruefungen",
                _("Was spätere Staffeln dazu sagten"),
                "\n".join(sorted(f"{ENTRY}{row.get_kind_display()}: {row.reason}" for row in verdicts)),
            ),
        ) + inner_passages(page)

    def short_title(self, page: Any) -> str:
        """What it is called in lists."""
        return str(page.short_name)

    def statements(self, page: Any) -> Iterator[Statement]:
        """What it recommends, and where that holds and where not."""
        yield Statement("recommendation", plain_text(page.recommendation).split("\n")[0])
        for condition in page.conditions.all():
            yield Statement("condition", condition.text, "gilt" if condition.holds else "gilt-nicht")

    def related(self, page: Any, viewer: Viewer) -> Iterator[tuple[Any, Any, str]]:
        """Where it comes from, where it is anchored, and its other versions."""
        roles = {row.page_id: row.get_role_display() for row in page.sources.all()}
        anchors = {row.page_id for row in page.anchors.all()}
        newer = getattr(page, "superseded_by", None)
        versions = {
            other.pk: label
            for label, other in ((_("Neuere Fassung"), newer), (_("Frühere Fassung"), page.supersedes))
            if other is not None
        }
        pages = readable_pages(roles.keys() | anchors | versions.keys(), viewer)
        yield from ((roles[pk], other, "") for pk, other in pages.items() if pk in roles)
        yield from ((_("Verankert in"), other, "") for pk, other in pages.items() if pk in anchors)
        yield from ((versions[pk], other, "") for pk, other in pages.items() if pk in versions)

    def remark(self, document: Document) -> str:
        """State and counts in words."""
        shown = document.display
        return standing_in_words(
            LessonState(shown["state"]), *(int(shown.get(name) or 0) for name in ("confirmed", "refuted"))
        )


def lesson_remarks(addresses: Collection[str]) -> dict[str, str]:
    """State of the lessons at these addresses, as of now."""
    slugs = {address.rstrip("/").rpartition("/")[2]: address for address in addresses}
    found = LessonPage.objects.with_readers().with_public_associations().filter(slug__in=slugs)
    return {slugs[lesson.slug]: str(lesson.state.label) for lesson in found}


_ORDINALS = dict(
    enumerate(("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte"), start=1)
)


class CycleSource(PageSource):
    """Public summaries of cycles."""

    kind = "cycle"
    model = CyclePage
    label = _("Staffel")
    label_plural = _("Staffeln")
    counted = ngettext_lazy("%(count)d Staffel", "%(count)d Staffeln", "count")
    type_word = "staffel"
    query_words = ("Staffel",)
    icon = "cycle"
    order = 50
    facets = (ACCESS_FACET,)

    def eligible(self) -> Any:
        """Cycle pages that are there."""
        return (
            CyclePage.objects.with_readers()
            .select_related("cycle")
            .prefetch_related("cycle__questions", "entry_phrases")
            .order_by("pk")
        )

    def summary(self, page: Any) -> str:
        """The beginning of the report."""
        return at_word_end(plain_text(page.summary), 320)

    def describe(self, page: Any) -> dict[str, Any]:
        """Summary and guiding questions."""
        questions = "\n".join(q.text for q in page.cycle.questions.all())
        cycle = page.cycle
        years = range(cycle.starts.year, cycle.ends.year + 1)
        return {
            # As people ask for it: by number, by word, by year.
            "keywords": (
                f"Staffel {cycle.number}",
                *((f"{_ORDINALS[cycle.number]} Staffel",) if cycle.number in _ORDINALS else ()),
                *(f"Staffel {year}" for year in years),
            ),
            "passages": passages(
                ("bericht", _("Zusammenfassung"), plain_text(page.summary)),
                ("leitfragen", _("Leitfragen"), questions),
            ),
            "facets": {},
            "display": {"period": _years(page.cycle)},
            "boost": 0.7,
        }

    def areas(self, page: Any) -> tuple[str, ...]:
        """A cycle stands in none."""
        return ()

    def sections(self, page: Any) -> tuple[Passage, ...]:
        """With its meetings, as far as the page tells of them."""
        meetings = "\n".join(
            "\n".join(
                filter(
                    None,
                    (
                        _("%(number)d. Arbeitstreffen (%(mode)s)")
                        % {"number": meeting.number, "mode": meeting.get_mode_display()},
                        meeting.public_note,
                        *(goal.text for goal in meeting.goals.all()),
                    ),
                )
            )
            for meeting in page.cycle.meetings.all()
        )
        return (*super().sections(page), *passages(("treffen", _("Die Arbeitstreffen"), meetings)))

    def facts(self, page: Any) -> tuple[Fact, ...]:
        """When it ran, with how many, by whom and in what kind of place."""
        cycle = page.cycle
        rows = (
            ("period", _("Zeitraum"), _years(cycle)),
            ("state", _("Stand"), cycle.get_state_display()),
            ("capacity_band", _("Teilnehmende"), cycle.capacity_band),
            ("organisers", _("Veranstaltet von"), cycle.organisers),
            ("venue_band", _("Ort"), cycle.venue_band),
        )
        return tuple(Fact(name, str(label), str(value)) for name, label, value in rows if value)


def _years(cycle: Any) -> str:
    """From year to year; one that begins and ends in the same year has one."""
    first, last = cycle.starts.year, cycle.ends.year
    return f"{first}–{last}" if first != last else str(first)


def publisher() -> str:
    """The forum or the house, as the administration has entered it."""
    return host_look().name


registry.register_viewer(viewer_for)
registry.register_readable(readable_keys)
registry.register_log_guard(is_nameless)
registry.register_text_guard(objection_to_query)
registry.register_withheld(ended_records)
registry.register_publisher(publisher)
registry.register_signposts(signposts)
registry.register_completions(completions)
registry.register_remarks("lesson", lesson_remarks)
registry.register(LessonDocumentSource())
registry.register(CycleSource())
registry.register_facets(TYPE_FACET, TypeFacet(_("Art")))
registry.register_facets(ACCESS_FACET, EnumFacet(_("Wer es liest"), Access))
registry.register_facets("groesse", EnumFacet(_("Größe der Kommune"), SizeBand, hides_small=True))
registry.register_facets("zeitraum", EnumFacet(_("Zeitraum"), PeriodBand, hides_small=True))
registry.register_facets("ausgang", EnumFacet(_("Ausgang"), Outcome))
registry.register_facets("herausforderung", AREA_FACET)
registry.register_facets("handlungsfeld", TermFacet(_("Handlungsfeld"), lambda: PolicyField, "key"))
registry.register_facets("ziel", EnumFacet(pgettext_lazy("method", "Ziel"), PurposeTag))
registry.register_facets("stand", EnumFacet(_("Stand der Lehre"), LessonState))
registry.register_facets("zielgruppe", TermFacet(_("Zielgruppe"), lambda: TargetGroup, "key"))


def entry_terms() -> Iterable[VocabularyEntry]:
    """Everyday words that lead to a challenge area, in both languages."""
    for area in AREA_FACET.terms():
        words = (area.name, *area.definition.split(", "))
        for language, lines in (("de", area.entry_terms), ("en", area.entry_terms_en)):
            for line in lines.splitlines():
                if line.strip():
                    yield VocabularyEntry(
                        line.strip(),
                        "herausforderung",
                        area.slug,
                        label=area.name,
                        words=words if language == "en" else (),
                    )


registry.register_vocabulary(entry_terms)
registry.register_facet_words(
    FacetWord("gescheitert", "ausgang", "gescheitert"),
    FacetWord("aufgegeben", "ausgang", "aufgegeben"),
    FacetWord("abgebrochen", "ausgang", "aufgegeben"),
    FacetWord("Misserfolg", "ausgang", "gescheitert"),
    FacetWord("Scheitern", "ausgang", "gescheitert"),
    FacetWord("umgesetzt", "ausgang", "umgesetzt"),
    FacetWord("Dorf", "groesse", SizeBand.VILLAGE_SMALL.value),
    FacetWord("Dorf", "groesse", SizeBand.VILLAGE.value),
    FacetWord("Landgemeinde", "groesse", SizeBand.VILLAGE_SMALL.value),
    FacetWord("Landgemeinde", "groesse", SizeBand.VILLAGE.value),
    FacetWord("Kleinstadt", "groesse", SizeBand.TOWN_SMALL.value),
    FacetWord("Kleinstadt", "groesse", SizeBand.TOWN.value),
    FacetWord("Landkreis", "groesse", SizeBand.DISTRICT.value),
    FacetWord("bestätigt", "stand", "bestaetigt"),
    FacetWord("widerlegt", "stand", "widerlegt"),
    FacetWord("strittig", "stand", "strittig"),
)
registry.register_band(
    Band(
        units=("Einwohner", "Einwohnerinnen", "EW"),
        facet="groesse",
        limits=(
            (2_000, SizeBand.VILLAGE_SMALL.value),
            (5_000, SizeBand.VILLAGE.value),
            (10_000, SizeBand.TOWN_SMALL.value),
            (20_000, SizeBand.TOWN.value),
            (None, SizeBand.CITY.value),
        ),
    )
)
