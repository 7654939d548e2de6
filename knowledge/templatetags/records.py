"""What the pages of records need beyond their models' own attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from django import template
from django.core.exceptions import PermissionDenied
from django.template.context import Context
from django.utils.html import format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from knowledge.base import LibraryPage, readable_pages
from knowledge.classification import PublicView
from knowledge.enums import VerdictKind
from knowledge.host import host_look
from knowledge.lessons import LessonLink, LessonQuerySet, know_standing, lesson_links
from knowledge.listing import AREA_FACET, Description, as_linked_data, at_word_end, outline, places_for
from knowledge.models import LessonPage
from knowledge.permissions import viewer_for
from knowledge.templatetags.components import chip
from knowledge.templatetags.navigation import canonical_address, in_language
from search import registry
from search.contract import Audience, Viewer

register = template.Library()

_HEADING: Final = re.compile(r"(</?h)([3-6])(?=[\s>])")


@register.simple_tag(takes_context=True)
def linked_data(context: Context) -> SafeString | str:
    """The page's record in the terms of schema.org, for machines, where everybody may read it."""
    described = description_of(context)
    page: Any = context.get("page")
    if described is None or not page.is_readable_by(Viewer()):
        return ""
    source: Any = registry.source_of(page)
    if described.kind == "method":  # its steps stand on the page anyway
        described = replace(described, statements=tuple(source.statements(PublicView(page))))
    script = json_script(as_linked_data(described))
    return SafeString(script.replace("application/json", "application/ld+json", 1))


@register.simple_tag(takes_context=True)
def open_graph(context: Context) -> SafeString | str:
    """What others show of a link to this page (Open Graph): title, text and address of what everybody may
    read. The page itself is not asked again.
    """
    page = context.get("page")
    if not isinstance(page, Page) or not getattr(page, "is_readable_by", lambda _viewer: False)(Viewer()):
        return ""
    described, chapter = description_of(context), context.get("chapter")
    title = chapter["title"] if chapter else described.title if described else page.seo_title or page.title
    text = described.summary if described else page.search_description
    said = {
        "og:type": "article" if described else "website",
        "og:site_name": host_look().name,
        "og:locale": "de_DE",
        "og:title": title,
        "og:description": at_word_end(" ".join(str(text).split()), 200),
        "og:url": canonical_address(context),
    }
    return format_html_join(
        "\n", '<meta property="{}" content="{}">', ((name, value) for name, value in said.items() if value)
    )


def description_of(context: Context) -> Description | None:
    """What is said of the page's record to this reader, made once for all tags of a page; ``None`` where it
    is no record.
    """
    page, cache = context.get("page"), context.render_context
    if not isinstance(page, LibraryPage):
        return None
    if "described" not in cache:
        try:
            cache["described"] = outline(page, viewer_for(context["request"]))
        except (LookupError, PermissionDenied):
            cache["described"] = None
    found: Description | None = cache["described"]
    return found


@register.inclusion_tag("components/provenance.html", takes_context=True)
def provenance(context: Context) -> dict[str, str]:
    """Who reads the record where not everybody does, and the library that it was taken over from."""
    page = context["page"]
    address = page.came_from if page.came_from.startswith(("https://", "http://")) else ""
    readers = "" if page.audience == Audience.PUBLIC else page.get_access_level_display()
    return {"readers": readers, "library": address, "host": urlsplit(address).netloc}


@register.filter
def paired(first: Iterable[Any], second: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Two lists of equal length side by side: timed phases and their texts."""
    return list(zip(first, second, strict=False))


@register.simple_tag(takes_context=True)
def readable(context: Context, *groups: Iterable[Any]) -> list[list[tuple[Any, Page]]]:
    """Per group of rows that point at a page: the rows whose page this reader may open, each with its
    page.
    """
    found = [list(rows) for rows in groups]
    pages = readable_pages((row.page_id for rows in found for row in rows), viewer_for(context["request"]))
    return [[(row, pages[row.page_id]) for row in rows if row.page_id in pages] for rows in found]


@register.simple_tag(takes_context=True)
def area_chips(context: Context, items: Iterable[Any]) -> SafeString:
    """Challenge areas of a record as tags, linked where this reader may open their page; the names come from
    the cache of the facet, not from one query each.
    """
    terms = {term.pk: term for term in AREA_FACET.terms()}
    topics = places_for(context.get("request")).topics
    areas = [terms[item.tag_id] for item in items if item.tag_id in terms]
    return _tags((area.label, topics.get(area.slug, "")) for area in areas)


@register.simple_tag(takes_context=True)
def group_chips(context: Context, groups: Iterable[Any]) -> SafeString:
    """Target groups of a record as tags, linked where this reader may open their page."""
    addresses = places_for(context.get("request")).groups
    return _tags((group.label, addresses.get(group.key, "")) for group in groups)


def _tags(found: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join(
        "", "<li>{}</li>", ((chip(label, in_language(address)),) for label, address in found)
    )


@register.filter
def verdict_groups(verdicts: Sequence[Any]) -> list[dict[str, Any]]:
    """Verdicts by judgement. Their order in time would point at the cycles, so inside a group the reasons
    stand by alphabet.
    """
    rows = list(verdicts)
    groups = []
    for kind in VerdictKind:
        reasons = sorted(row.reason for row in rows if row.kind == kind)
        if reasons:
            groups.append({"kind": kind.value, "count": len(reasons), "reasons": reasons})
    return groups


@register.simple_tag(takes_context=True)
def lesson_rows(context: Context, lessons: LessonQuerySet, page: Page) -> list[LessonLink]:
    """Lessons as a page links to them, for ``components/lesson_links.html``: each with its state and what
    this page says about it.
    """
    return lesson_links(lessons, page, viewer_for(context["request"]))


@register.simple_tag
def record_key(page: Any) -> str:
    """Key of a record in the search, which tells nothing."""
    source = registry.source_of(page)
    return source.key(page) if source is not None else ""


@register.filter
def one_level_up(html: Any) -> SafeString:
    """Sanitised rich text whose headings stand right below the page's own: as a page of its own a chapter has
    none between, as part of a publication it has the chapter's.
    """
    return mark_safe(_HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) - 1}", str(html)))


@register.filter
def page_kind(page: Any) -> str:
    """Kind of a record as search and components name it."""
    source = registry.source_of(page)
    return source.kind if source is not None else ""


@register.simple_tag(takes_context=True)
def chapter_sources(context: Context, chapters: Sequence[Any], chapter: Any) -> list[Page]:
    """Records a chapter came from, as far as this reader may open them; fetched once for all chapters of a
    page.
    """
    cache = context.render_context
    if "chapter_pages" not in cache:
        wanted = {pk for value in chapters for pk in _page_ids(value["derived_from"])}
        viewer = viewer_for(context["request"])
        cache["chapter_pages"] = readable_pages(wanted, viewer)
        know_standing(
            [page for page in cache["chapter_pages"].values() if isinstance(page, LessonPage)], viewer
        )
    return [
        cache["chapter_pages"][pk]
        for pk in _page_ids(chapter["derived_from"])
        if pk in cache["chapter_pages"]
    ]


def _page_ids(values: Iterable[Any]) -> list[int]:
    return [value.pk for value in values if value is not None]
