"""A page as a document of the search: what every record type describes alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.html import strip_tags

from knowledge.classification import PublicView
from knowledge.enums import AccessLevel
from knowledge.host import host_look
from knowledge.listing.description import Fact, Statement
from knowledge.listing.labels import Access
from search import registry
from search.contract import ACCESS_FACET, Audience, Document, Passage, Viewer
from search.registry import TYPE_FACET

__all__ = [
    "ENTRY",
    "PageSource",
    "area_names",
    "area_slugs",
    "at_word_end",
    "in_english",
    "passages",
    "plain_text",
    "readable_keys",
    "stream_text",
]


ENTRY = "- "
"""With this a line of a section begins that is an entry of a list; other lines are prose."""

LICENCE = "CC BY 4.0"
"""Of every text of the library that says nothing else, as its page on licences tells."""

_HEX = re.compile(r"[0-9a-f]{32}")


def plain_text(html: str) -> str:
    """Rich text as plain text: blocks become sentences of their own."""
    spaced = re.sub(r"</(p|li|h\d|blockquote)>|<br\s*/?>", "\n", html or "")
    return re.sub(r"[ \t]*\n\s*", "\n", strip_tags(spaced)).strip()


def at_word_end(text: str, most: int) -> str:
    """At most ``most`` characters of a text; what is longer ends after a whole word, with "…"."""
    if len(text) <= most:
        return text
    head, space, _broken = text[: most - 1].rpartition(" ")
    return (head if space else text[: most - 2]).rstrip(" ,;:.–-(„\n") + " …"


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
    counted: Any
    type_word: str
    query_words: tuple[str, ...]
    icon: str
    order: int
    facets: tuple[str, ...]
    fact_fields: tuple[str, ...] = ()
    """Columns that a description names in words, with their labels."""

    def eligible(self) -> Any:
        """Pages that are there for some reader, with what ``build`` prints."""
        return self.model.objects.with_readers().with_public_associations().order_by("pk")

    def public(self) -> Any:
        """Those that everybody may read."""
        return self.eligible().filter(access_level=AccessLevel.PUBLIC)

    def is_eligible(self, obj: Any) -> bool:
        """The same rule for one page."""
        return bool(
            obj.is_open_to(Viewer.editor())
            and obj.audience != Audience.EDITORS
            and not obj.get_view_restrictions().exists()
        )

    def key(self, obj: Any) -> str:
        """Key that survives a new title and a new address, and tells nothing."""
        return f"{self.kind}:{obj.translation_key.hex}"

    def visible(self, keys: Collection[str], viewer: Viewer) -> set[str]:
        """Keys of pages that the viewer may read now: one query."""
        return {f"{kind}:{uuid.hex}" for kind, uuid in self.asked(keys, viewer)}

    def asked(self, keys: Collection[str], viewer: Viewer) -> Any:
        """The query behind :meth:`visible`, for whoever asks for several kinds at once."""
        wanted = [key.partition(":")[2] for key in keys if key.startswith(f"{self.kind}:")]
        return (
            self.model.objects.readable_by(viewer)
            .filter(translation_key__in=[id_ for id_ in wanted if _HEX.fullmatch(id_)])
            .order_by()
            .values_list(models.Value(self.kind, models.CharField()), "translation_key")
        )

    def build(self, obj: Any) -> Document:
        """The page as a document, in German, whoever is looking."""
        with translation.override("de"):
            view = PublicView(obj)
            parts = self.describe(view)
            values = parts.pop("facets")
            if unknown := sorted(values.keys() - set(self.facets)):
                raise ValueError(
                    f"{type(self).__name__}.describe returns the facet {unknown[0]!r}: add it to `facets` of"
                    " this class"
                )
            facets = {
                TYPE_FACET: (self.type_word,),
                ACCESS_FACET: _access(obj.access_level, parts.get("passages", ())),
                **values,
            }
            return Document(
                key=self.key(obj),
                kind=self.kind,
                title=obj.title,
                url=obj.get_url() or "",
                audience=obj.audience,
                facets={
                    name: chosen for name, found in facets.items() if (chosen := tuple(filter(None, found)))
                },
                summary=self.summary(view),
                entry_phrases=tuple(view.asked_as),
                released=self.released(obj),
                **parts,
            )

    def released(self, obj: Any) -> str:
        """Date of the mixed batch (ISO), "" without one."""
        return obj.released_on.isoformat() if obj.released_on else ""

    def summary(self, page: Any) -> str:
        """What stands below the title in lists."""
        return ""

    def describe(self, page: Any) -> dict[str, Any]:
        """Keyword arguments of the document that depend on the type: at least ``facets``."""
        return {"facets": {}}

    def remark(self, document: Document) -> str:
        """Nothing needs to be said beside the title."""
        return ""

    def address_of(self, url: str, anchor: str) -> str:
        """On the page of the record."""
        return f"{url}#{anchor}"

    # ------------------------------------------------------------------ what a description has besides

    def sections(self, page: Any) -> tuple[Passage, ...]:
        """The text in the order of the page; what is found is what is read, unless a source says more. What
        stands at the top of the page has no anchor: summary and facts tell it.
        """
        found: tuple[Passage, ...] = self.describe(page)["passages"]
        return tuple(part for part in found if part.anchor)

    def areas(self, page: Any) -> tuple[str, ...]:
        """Names of the challenge areas."""
        return area_names(page)

    def facts(self, page: Any) -> tuple[Fact, ...]:
        """``fact_fields`` that say something."""
        return tuple(
            Fact(name, str(self.model._meta.get_field(name).verbose_name), value)
            for name in self.fact_fields
            if (value := _in_words(page, name))
        )

    def related(self, page: Any, viewer: Viewer) -> Iterable[tuple[Any, Any, str]]:
        """How a record belongs to this one, its page, as far as this reader may read it, and why ("")."""
        return ()

    def statements(self, page: Any) -> Iterable[Statement]:
        """What the record says one by one."""
        return ()

    def short_title(self, page: Any) -> str:
        """A name for where there is little room."""
        return ""

    def licence(self, page: Any) -> str:
        """Licence of the text."""
        return LICENCE

    def citation(self, page: Any) -> str:
        """How to name the source, with the address that stays."""
        address = f"{settings.PUBLIC_URL}{page.get_url() or ''}"
        title = page.title.rstrip(".")
        return f"{host_look().author}: {title}. {address}. {self.licence(page)}."


def _access(level: str, passages: Iterable[Passage]) -> tuple[str, ...]:
    """What alumni may know about who reads a record: that it is not public, or that a public one has passages
    for all of them. Those of one cycle are no matter of another.
    """
    if level != AccessLevel.PUBLIC:
        return (level,)
    return (Access.DEEPER,) if any(part.audience == Audience.ALUMNI for part in passages) else ()


def _in_words(page: Any, name: str) -> str:
    """A column, a choice, a list of choices or related terms, as the page prints them."""
    value: Any = None
    for spelling in (f"get_{name}_display", f"{name}_labels", name):
        value = getattr(page, spelling, None)
        if value is not None:
            break
    if hasattr(value, "all"):
        value = [str(term) for term in value.all()]
    elif callable(value):
        value = value()
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def area_slugs(page: Any) -> list[str]:
    """Challenge areas of a page, most important first."""
    return [item.tag.slug for item in page.challenge_area_items.all()]


def area_names(page: Any) -> tuple[str, ...]:
    """Names of the challenge areas, as further words to be found by."""
    return tuple(item.tag.name for item in page.challenge_area_items.all())


def in_english(title: str, text: str) -> dict[str, str]:
    """What lists print of the English version of a record; nothing where there is none."""
    return {name: said for name, said in (("title_en", title), ("text_en", text)) if said}


def passages(*rows: tuple[str, Any, str]) -> tuple[Passage, ...]:
    """Passages from (anchor, heading, text), without empty ones. The anchor is an id of the page in both
    languages; "" is its top, where the English page has what is only there.
    """
    return tuple(
        Passage(text=text, heading=str(heading), anchor=anchor)
        for anchor, heading, text in rows
        if text.strip()
    )


def readable_keys(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Keys of pages of any kind that the viewer may read now: one query."""
    kinds = {key.partition(":")[0] for key in keys}
    sources = [source for source in registry.sources() if source.kind in kinds]
    seen: set[str] = set()
    pages = []
    for source in sources:
        if isinstance(source, PageSource):
            pages.append(source.asked(keys, viewer))
        else:
            seen |= source.visible([key for key in keys if key.startswith(f"{source.kind}:")], viewer)
    for kind, uuid in pages[0].union(*pages[1:], all=True) if pages else ():
        seen.add(f"{kind}:{uuid.hex}")
    return seen
