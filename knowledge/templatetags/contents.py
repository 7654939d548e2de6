"""A long text with its table of contents beside it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from knowledge.base import german_slug

register = template.Library()

_HEADING: Final = re.compile(r"<h2(?P<attributes>(?:\s[^>]*)?)>(?P<text>.*?)</h2>", re.DOTALL)
_ID: Final = re.compile(r'\sid="([^"]+)"')
FEWEST: Final = 2
"""Headings that a table of contents needs."""


@register.simple_block_tag
def with_contents(content: str, german: bool = False) -> SafeString:
    """``{% with_contents %} ... {% endwith_contents %}``: the content with an anchor at each ``h2``, and the
    list of them beside it from two on; ``german`` where it is text of a record.
    """
    text, entries = anchored(content)
    context: dict[str, Any] = {"text": mark_safe(text), "german": german}
    if len(entries) >= FEWEST:
        context["entries"] = entries
    return render_to_string("components/with_contents.html", context)


def anchored(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with an id at each ``h2`` that had none; anchor and words of all of them in their order."""
    entries: list[tuple[str, str]] = []
    taken = set(_ID.findall(text))

    def named(heading: re.Match[str]) -> str:
        words = unescape(strip_tags(heading["text"])).strip()
        if known := _ID.search(heading["attributes"]):
            entries.append((known[1], words))
            return heading[0]
        anchor = wanted = f"abschnitt-{german_slug(words)}"
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{wanted}-{number}"
        taken.add(anchor)
        entries.append((anchor, words))
        return format_html(
            '<h2{} id="{}">{}</h2>', mark_safe(heading["attributes"]), anchor, mark_safe(heading["text"])
        )

    return _HEADING.sub(named, text), entries
