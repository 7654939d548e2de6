"""What a target group is given along: a question, three things to do first, a handful of records each with
the reason why it helps this reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from knowledge.base import RetoldPassage, readable_pages, title_for_reader
from knowledge.classification import classify
from knowledge.guard import field_label
from knowledge.lessons import LessonPage, know_standing
from search import registry
from search.contract import Viewer

__all__ = ["PackageEntry", "TransferPackage", "package_entries"]

STEPS: Final = 3
MOST_ITEMS: Final = 8


class PackageItemBlock(blocks.StructBlock):
    """A record, and why it helps this reader."""

    record = blocks.PageChooserBlock(
        label=_("Eintrag"),
        page_type=[
            "cases.CasePage",
            "methods.MethodCardPage",
            "knowledge.LessonPage",
            "publications.PublicationPage",
            "knowledge.CyclePage",
        ],
    )
    why = blocks.TextBlock(
        label=_("Warum gerade dieser"),
        max_length=320,
        help_text=_("Ein Satz: was diese Gruppe daraus mitnimmt, was sie sonst nirgends findet."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Eintrag")


_STEP = blocks.CharBlock(label=_("Schritt"), max_length=240)


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """A record of a package that this reader may read, and why it is there. ``english`` tells whether the
    reason is.
    """

    key: str
    kind: str
    label: str
    page: Any
    why: str
    english: bool

    @property
    def title(self) -> str:
        """How lists call it, in the reader's language where it has such a title."""
        return title_for_reader(self.page)[0]

    @property
    def has_english_title(self) -> bool:
        """Whether ``title`` is English."""
        return title_for_reader(self.page)[1]

    @property
    def outcome(self) -> str:
        """What became of a case; empty for anything else."""
        return str(getattr(self.page, "shown_outcome", ""))


class TransferPackage(models.Model):
    """The fields of a page that hands a package on; none of them is needed."""

    question = models.CharField(
        _("Frage"),
        max_length=160,
        blank=True,
        help_text=_("Die Frage dieser Gruppe in ihren Worten, zum Beispiel „Wie sage ich Nein?“."),
    )
    question_en = models.CharField(
        _("Frage auf Englisch"),
        max_length=160,
        blank=True,
        help_text=_("Dieselbe Frage für die englische Oberfläche."),
    )
    first_steps = StreamField(
        [("step", _STEP)],
        blank=True,
        max_num=STEPS,
        verbose_name=_("Zuerst"),
        help_text=_("Drei Dinge, mit denen diese Gruppe in einer Woche anfangen kann."),
    )
    first_steps_en = StreamField(
        [("step", _STEP)],
        blank=True,
        max_num=STEPS,
        verbose_name=_("Zuerst, auf Englisch"),
        help_text=_("Dieselben Schritte für die englische Oberfläche."),
    )
    items = StreamField(
        [("item", PackageItemBlock())],
        blank=True,
        max_num=MOST_ITEMS,
        verbose_name=_("Einträge"),
        help_text=_("Wenige Einträge, jeder mit dem Satz, warum er dieser Gruppe hilft."),
    )
    items_en = StreamField(
        [("item", PackageItemBlock())],
        blank=True,
        max_num=MOST_ITEMS,
        verbose_name=_("Einträge, auf Englisch"),
        help_text=_("Derselbe Satz auf Englisch, je Eintrag; die Reihenfolge ist die der deutschen."),
    )
    package_version = models.PositiveSmallIntegerField(
        _("Fassung"), default=1, help_text=_("Bei jeder neuen Auswahl um eins höher.")
    )
    reviewed_on = models.DateField(
        _("Durchgesehen am"),
        null=True,
        blank=True,
        help_text=_(
            "Wann zuletzt jemand jeden Eintrag und jeden Satz geprüft hat. Ohne Tag erscheint das Paket"
            " nicht; er fällt weg, wenn ein Eintrag zurückgezogen oder nur noch für Alumni ist."
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="question question_en first_steps first_steps_en items items_en package_version reviewed_on"
    )

    package_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("question"),
                FieldPanel("question_en"),
                FieldPanel("first_steps"),
                FieldPanel("items"),
                FieldPanel("first_steps_en"),
                FieldPanel("items_en"),
                FieldRowPanel(["package_version", "reviewed_on"]),
            ],
            heading=_("Paket"),
        )
    ]

    class Meta:
        abstract = True

    @property
    def has_package(self) -> bool:
        """Whether there is something to hand on that somebody has gone over."""
        return bool(self.question and self.items and self.reviewed_on)

    def hands_on(self, pk: int) -> bool:
        """Whether a page is among the records, also those nobody may read any more."""
        return any(pk == held for stream in (self.items, self.items_en) for held, _why in _items(stream))

    def retelling(self) -> list[RetoldPassage]:
        """The reason of each entry, of its record."""
        return [
            RetoldPassage(name, field_label(type(self), name), why, frozenset({held}))
            for name in ("items", "items_en")
            for held, why in _items(getattr(self, name))
        ]

    @property
    def shown_question(self) -> str:
        """The question in the reader's language, as far as there is one."""
        return self.question if self.question_is_content else self.question_en

    @property
    def question_is_content(self) -> bool:
        """Whether it is shown in the language of the content."""
        return get_language() != "en" or not self.question_en

    def as_dossier(self, entries: Sequence[PackageEntry]) -> str:
        """The query of the dossier that holds these entries, each with its reason as remark."""
        pairs = [("key", entry.key) for entry in entries]
        pairs += [("notiz", entry.why) for entry in entries]
        return urlencode([*pairs, ("titel", self.shown_question)])

    def steps(self) -> list[tuple[str, bool]]:
        """Each step and whether it is English: the reader's language where there is one."""
        english = get_language() == "en" and bool(self.first_steps_en)
        return [
            (str(block.value), english) for block in (self.first_steps_en if english else self.first_steps)
        ]

    def entries(self, viewer: Viewer) -> list[PackageEntry]:
        """The records this viewer may read, in their order."""
        return package_entries([self], viewer)[0]

    def _reasons(self) -> tuple[list[tuple[int, str]], dict[int, str]]:
        """Key and reason of each item, and the English reasons by key."""
        return _items(self.items), dict(_items(self.items_en)) if get_language() == "en" else {}


def package_entries(packages: Sequence[TransferPackage], viewer: Viewer) -> list[list[PackageEntry]]:
    """For each package the records this viewer may read, in their order; looked up for all packages at
    once.
    """
    told = [package._reasons() for package in packages]
    pages = readable_pages({pk for wanted, _english in told for pk, _why in wanted}, viewer)
    know_standing([page for page in pages.values() if isinstance(page, LessonPage)], viewer)
    return [_entries(wanted, english, pages) for wanted, english in told]


def _entries(
    wanted: Sequence[tuple[int, str]], english: Mapping[int, str], pages: Mapping[int, Any]
) -> list[PackageEntry]:
    found = []
    for pk, why in wanted:
        page = pages.get(pk)
        source = registry.source_of(page) if page is not None else None
        if page is None or source is None:
            continue
        said = english.get(pk, why)
        found.append(
            PackageEntry(source.key(page), source.kind, str(source.label), page, said, pk in english)
        )
    return found


def _items(stream: StreamValue) -> list[tuple[int, str]]:
    """Key of the chosen page and the reason, as they are stored: no page is fetched that may not be shown."""
    values = [raw["value"] for raw in stream.raw_data]
    return [(value["record"], str(value["why"])) for value in values if value.get("record")]
