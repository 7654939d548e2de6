"""What the core app wants found: lessons and cycles; facets and entry terms for everybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.anonymity.detector.reader_texts import names_nobody
from knowledge.base.reading import ended_records
from knowledge.classification import PublicView
from knowledge.enums import LessonState, Outcome, PurposeTag, SizeBand
from knowledge.lessons.standing import standing_in_words
from knowledge.listing.labels import AREA_FACET, TYPE_OF_KIND, EnumFacet, TermFacet, TypeFacet
from knowledge.models import CyclePage, LessonPage, PolicyField, TargetGroup
from knowledge.permissions import viewer_for
from search import registry
from search.contract import Audience, Document, Passage, Viewer
from search.registry import Band, FacetWord, VocabularyEntry
from search.web.viewers import register_viewer

__all__ = ["PageSource", "plain_text", "stream_text"]


def plain_text(html: str) -> str:
    """Rich text as plain text: blocks become sentences of their own."""
    spaced = re.sub(r"</(p|li|h\d|blockquote)>|<br\s*/?>", "\n", html or "")
    return re.sub(r"[ \t]*\n\s*", "\n", strip_tags(spaced)).strip()


def stream_text(stream: Any) -> str:
    """All text of a StreamField, block by block."""
    parts: list[str] = []
    for block in stream:
        value = block.value
        if hasattr(value, "source"):
            parts.append(plain_text(value.source))
        elif isinstance(value, str):
            parts.append(value)
        elif hasattr(value, "values"):
            parts.extend(str(cell) for cell in value.values() if cell)
        else:
            parts.extend(str(cell) for cell in value)
    return "\n".join(part for part in parts if part)


class PageSource:
    """Source over a page type; subclasses say what the text and the facets are.

    ``describe`` receives a :class:`PublicView`, so it cannot read an internal field.
    """

    kind: str
    model: type[Any]
    label: Any
    label_plural: Any

    def eligible(self) -> Any:
        """Pages that are there, for whomever, with what ``build`` prints."""
        return self.model.objects.current().with_public_associations().order_by("pk")

    def is_eligible(self, obj: Any) -> bool:
        """The same rule for one page."""
        return bool(obj.is_open_to(Viewer(audiences=frozenset(Audience))))

    def key(self, obj: Any) -> str:
        """Key that survives a new title and a new address, and tells nothing."""
        return f"{self.kind}:{obj.translation_key.hex}"

    def visible(self, keys: Collection[str], viewer: Viewer) -> set[str]:
        """Keys of pages that the viewer may read now: one query."""
        wanted = {key.partition(":")[2]: key for key in keys if key.startswith(f"{self.kind}:")}
        found = (
            self.model.objects.readable_by(viewer)
            .filter(translation_key__in=list(wanted))
            .values_list("translation_key", flat=True)
        )
        return {wanted[uuid.hex] for uuid in found if uuid.hex in wanted}

    def build(self, obj: Any) -> Document:
        """The page as a document, in German, whoever is looking."""
        with translation.override("de"):
            view = PublicView(obj)
            parts = self.describe(view)
            facets = {"typ": (TYPE_OF_KIND[self.kind],), **parts.pop("facets")}
            return Document(
                key=self.key(obj),
                kind=self.kind,
                title=obj.title,
                url=obj.get_url() or "",
                audience=obj.audience,
                facets={name: tuple(values) for name, values in facets.items() if values},
                released=obj.released_on.isoformat() if obj.released_on else "",
                **parts,
            )

    def describe(self, page: Any) -> dict[str, Any]:
        """Keyword arguments of the document that depend on the type: at least ``facets``."""
        return {"facets": {}}


def area_slugs(page: Any) -> list[str]:
    """Challenge areas of a page, most important first."""
    return [item.tag.slug for item in page.challenge_area_items.all()]


def area_names(page: Any) -> tuple[str, ...]:
    """Names of the challenge areas, as further words to be found by."""
    return tuple(item.tag.name for item in page.challenge_area_items.all())


def passages(*rows: tuple[str, Any, str]) -> tuple[Passage, ...]:
    """Passages from (anchor, heading, text), without empty ones."""
    return tuple(
        Passage(text=text, heading=str(heading), anchor=anchor)
        for anchor, heading, text in rows
        if text.strip()
    )


class LessonDocumentSource(PageSource):
    """Lessons."""

    kind = "lesson"
    model = LessonPage
    label = _("Lehre")
    label_plural = _("Lehren")

    def describe(self, page: Any) -> dict[str, Any]:
        """Statement, reasoning and conditions."""
        conditions = "\n".join(str(c.text) for c in page.conditions.all())
        state = page.state
        # Only what there is: a new field would be news to everybody who saved a search.
        counts = {"confirmed": str(page.confirming_cycles)} | (
            {"refuted": str(page.refuting_cycles)} if page.refuting_cycles else {}
        )
        return {
            "summary": plain_text(page.recommendation).split("\n")[0][:320],
            "keywords": area_names(page),
            "passages": passages(
                ("beobachtung", _("Beobachtung"), plain_text(page.observation)),
                ("erkenntnis", _("Erkenntnis"), plain_text(page.insight)),
                ("empfehlung", _("Empfehlung"), plain_text(page.recommendation)),
                ("bedingungen", _("Bedingungen"), conditions),
            ),
            "facets": {
                "herausforderung": area_slugs(page),
                "zielgruppe": [g.key for g in page.addressees.all()],
                "stand": [state.value],
            },
            "display": {"state": state.value, "confidence": str(page.confidence.level), **counts},
        }


def lesson_remark(document: Document) -> str:
    """State and counts of a lesson in words: what a mail or a feed says beside its title."""
    shown = document.display
    return standing_in_words(
        LessonState(shown["state"]), *(int(shown.get(name) or 0) for name in ("confirmed", "refuted"))
    )


class CycleSource(PageSource):
    """Public summaries of cycles."""

    kind = "cycle"
    model = CyclePage
    label = _("Staffel")
    label_plural = _("Staffeln")

    def eligible(self) -> Any:
        """Cycle pages that are there."""
        return (
            CyclePage.objects.current()
            .select_related("cycle")
            .prefetch_related("cycle__questions")
            .order_by("pk")
        )

    def describe(self, page: Any) -> dict[str, Any]:
        """Summary and guiding questions."""
        questions = "\n".join(q.text for q in page.cycle.questions.all())
        return {
            "summary": plain_text(page.summary)[:320],
            "passages": passages(
                ("bericht", _("Zusammenfassung"), plain_text(page.summary)),
                ("leitfragen", _("Leitfragen"), questions),
            ),
            "facets": {},
            "display": {"period": f"{page.cycle.starts.year}–{page.cycle.ends.year}"},
            "boost": 0.7,
        }


register_viewer(viewer_for)
registry.register_log_guard(names_nobody)
registry.register_withheld(ended_records)
registry.register(LessonDocumentSource())
registry.register(CycleSource())
registry.register_remark("lesson", lesson_remark)
registry.register_facets(
    "typ",
    TypeFacet(
        _("Art"),
        {
            "fall": _("Fälle"),
            "methode": _("Methoden"),
            "lehre": _("Lehren"),
            "veroeffentlichung": _("Veröffentlichungen"),
            "staffel": _("Staffeln"),
        },
    ),
)
registry.register_facets("ausgang", EnumFacet(_("Ausgang"), Outcome))
registry.register_facets("herausforderung", AREA_FACET)
registry.register_facets("handlungsfeld", TermFacet(_("Handlungsfeld"), lambda: PolicyField, "key"))
registry.register_facets("groesse", EnumFacet(_("Größe der Kommune"), SizeBand, hides_small=True))
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
                        language=language,
                    )


registry.register_vocabulary(entry_terms)
registry.register_facet_words(
    FacetWord("Fall", "typ", "fall"),
    FacetWord("Methode", "typ", "methode"),
    FacetWord("Methodenkarte", "typ", "methode"),
    FacetWord("Lehre", "typ", "lehre"),
    FacetWord("Leitfaden", "typ", "veroeffentlichung"),
    FacetWord("gescheitert", "ausgang", "gescheitert"),
    FacetWord("aufgegeben", "ausgang", "aufgegeben"),
    FacetWord("umgesetzt", "ausgang", "umgesetzt"),
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
