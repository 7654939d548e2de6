"""Search hits as the records that cards show.

A hit carries what it prints (search/contract.py), so a list costs no query per card.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from knowledge import enums
from knowledge.lessons import verdict_counts
from knowledge.listing import Access
from knowledge.templatetags.components import minutes, span
from knowledge.templatetags.navigation import in_language, is_english
from search import registry
from search.contract import ACCESS_FACET, Hit

register = template.Library()


def _first(hit: Hit, facet: str) -> str:
    values = hit.facets.get(facet, ())
    return values[0] if values else ""


def _label(vocabulary: type[Any], value: str) -> str:
    return str(vocabulary(value).label) if value in vocabulary.values else value


def _facts(hit: Hit) -> list[dict[str, str]]:
    """What a card prints below its text, by kind."""
    shown = hit.display
    facts = []
    if shown.get("minutes"):
        facts.append({"icon": "clock", "text": minutes(int(shown["minutes"]))})
    if shown.get("group_min") and shown.get("group_max"):
        people = span(int(shown["group_min"]), int(shown["group_max"]))
        facts.append({"icon": "people", "text": _("%(people)s Personen") % {"people": people}})
    if hit.kind == "cycle" and shown.get("period"):
        facts.append({"icon": "calendar", "text": shown["period"]})
    if shown.get("year"):
        facts.append({"icon": "calendar", "text": shown["year"]})
    return facts


def _since(shown: Mapping[str, str]) -> str:
    """Since when the outcome stands, in the reader's language; documents hold the German words."""
    words = shown.get("since", "")
    return _(words) if words else ""


def _note(hit: Hit) -> str:
    if hit.kind != "lesson":
        return ""
    return verdict_counts(*(int(hit.display.get(name) or 0) for name in ("confirmed", "refuted")))


_MARKED = re.compile(r"<mark>(.*?)</mark>")


def _plain(marked: str) -> str:
    """A snippet as text: without marks, without the dots at its ends."""
    return html.unescape(marked.replace("<mark>", "").replace("</mark>", "")).strip(" .…\n")


def _highlight(summary: str, snippet: str) -> tuple[str, str]:
    """The kernel with the words that matched, and the snippet where it says something the kernel does not.

    A snippet cut from the kernel would print the same text twice.
    """
    text = escape(summary)
    words = sorted(set(_MARKED.findall(snippet)), key=len, reverse=True)
    if words:
        either = "|".join(re.escape(word) for word in words)
        text = mark_safe(re.sub(rf"(?<![\w&])({either})(?!\w)", r"<mark>\1</mark>", text))
    inside = _plain(snippet)[:60] in summary
    return text, "" if inside else snippet


def _addresses(hit: Hit, source: registry.DocumentSource) -> tuple[str, str]:
    """Where the title leads, and where the passage stands that was found. A record opens at its top, where
    its outcome and its kernel are; a chapter is a page of its own and opens as one.
    """
    passage = source.address_of(hit.url, hit.anchor) if hit.anchor else ""
    if passage and "#" not in passage:
        return in_language(passage), ""
    return in_language(hit.url), in_language(passage) if passage else ""


@register.simple_tag
def hit_card(hit: Hit, maybe: bool = False) -> dict[str, Any]:
    """The mapping that ``{% card %}`` takes. ``maybe`` marks a hit of a search that has no sure answer."""
    shown, source = hit.display, registry.source_for(hit.kind)
    text_html, snippet = _highlight(hit.summary, hit.snippet)
    address, place = _addresses(hit, source)
    called = shown.get("short_name", "")
    # A lesson is called by its short name; the sentence, with what matched, is its text.
    named = (
        {"title": called, "title_html": "", "text": hit.title, "text_html": hit.title_html} if called else {}
    )
    return {
        "key": hit.key,
        "url": address,
        "place_url": place if snippet else "",
        "kind": hit.kind,
        "kind_label": str(source.label),
        "title": hit.title,
        "title_html": hit.title_html,
        "text": hit.summary,
        "text_html": text_html,
        "outcome": shown.get("outcome") or _first(hit, "ausgang"),
        "state": shown.get("state", ""),
        "size": _label(enums.SizeBand, shown.get("size_band") or _first(hit, "groesse")),
        "evidence": shown.get("evidence", ""),
        "became": shown.get("became", ""),
        "since": _since(shown),
        "facts": _facts(hit),
        "note": _note(hit),
        "snippet": snippet,
        "reasons": [reason.text for reason in hit.reasons],
        "maybe": bool(maybe),
        "access": _label(Access, _first(hit, ACCESS_FACET)),
        **named,
        **_english(hit),
    }


def _english(hit: Hit) -> dict[str, Any]:
    """What the English interface prints instead of German title and text, as far as the record has it."""
    title, text = (hit.display.get(name, "") for name in ("title_en", "text_en"))
    if not is_english() or not (title or text):
        return {}
    said: dict[str, Any] = {"english": bool(title), "english_text": bool(text)}
    said |= {"title": title, "title_html": ""} if title else {}
    return said | ({"text": text, "text_html": "", "snippet": ""} if text else {})
