"""Icons as inline SVG: they print, follow the text colour and cost no request.

Every icon is decoration beside a word; it never stands alone.
"""

from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# 24 x 24, stroked in the text colour; "fill" marks solid parts.
PATHS = {
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "book": '<path d="M12 6.5C10 5 7 4.5 4 4.5v13c3 0 6 .5 8 2 2-1.5 5-2 8-2v-13c-3 0-6 .5-8 2zM12 6.5v13"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5"/>',
    "case": (
        '<path d="M4 4h16v12h-8l-5 4v-4H4z"/><path d="M9.8 8.3a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.8-1.1 1.5M12'
        ' 13.9v.1"/>'
    ),
    "check": '<path d="M4 12.5l5 5L20 6.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "cycle": '<path d="M20 11a8 8 0 0 0-14.5-4L3.5 9M4 13a8 8 0 0 0 14.5 4l2-2M3.5 4v5h5M20.5 20v-5h-5"/>',
    "down": '<path d="M12 4v12M6.5 11l5.5 5.5 5.5-5.5M4 20h16"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>',
    "feed": '<path d="M5 19v-.1M4 12a8 8 0 0 1 8 8M4 5a15 15 0 0 1 15 15"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.1"/>',
    "keep": '<path d="M6 4h12v16l-6-4-6 4z"/>',
    "lesson": '<path d="M9 18h6M10 21h4M8.5 15c-1.8-1.2-3-3-3-5.3a6.5 6.5 0 0 1 13 0c0 2.3-1.2 4.1-3 5.3z"/>',
    "link": (
        '<path d="M10 14a4.5 4.5 0 0 0 6.4.4l3-3a4.5 4.5 0 0 0-6.4-6.4L11.5 6.5M14 10a4.5 4.5 0 0 0-6.4-.4l-3'
        ' 3a4.5 4.5 0 0 0 6.4 6.4l1.5-1.5"/>'
    ),
    "mail": '<path d="M3 6h18v13H3zM3 7l9 7 9-7"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "method": '<path d="M7 4h13v13H7z"/><path d="M4 8v12h12M11 8.5h5M11 12.5h5"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M15.5 4.9a3.5 3.5 0 0'
        ' 1 0 6.2M18 14.6c2.2.8 3.5 2.7 3.5 5.4"/>'
    ),
    "place": '<path d="M3 20h18M5 20V10l7-5 7 5v10M10 20v-6h4v6"/>',
    "print": '<path d="M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z"/>',
    "quote": '<path d="M4 12h6v6H4zM4 12c0-3.5 1.5-5.5 4.5-6.5M14 12h6v6h-6zM14 12c0-3.5 1.5-5.5 4.5-6.5"/>',
    "question": (
        '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.7 2.4c-.9.4-1.2.9-1.2 1.7M12'
        ' 16.5v.1"/>'
    ),
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "stop": '<circle cx="12" cy="12" r="9"/><path d="M8 12h8"/>',
    "tag": '<path d="M4 4h8l8.5 8.5-8 8L4 12zM8 8v.1"/>',
    "theme": '<path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"/>',
    "up": '<path d="M12 20V5M6 11l6-6 6 6"/>',
    "warning": '<path d="M12 4L2.5 20h19zM12 10v5M12 17.5v.1"/>',
    # outcomes
    "outcome-umgesetzt": '<circle cx="12" cy="12" r="9"/><path d="M7.5 12.5l3 3 6-6.5"/>',
    "outcome-veraendert": '<circle cx="12" cy="12" r="9"/><path d="M7 14c1.7-3.5 3.3-3.5 5-2s3.3 1.5 5-2"/>',
    "outcome-begonnen": '<circle cx="12" cy="12" r="9"/><path class="fill" d="M12 3a9 9 0 0 1 0 18z"/>',
    "outcome-offen": '<circle cx="12" cy="12" r="9" stroke-dasharray="4.7 4.7"/>',
    "outcome-gescheitert": '<circle cx="12" cy="12" r="9"/><path d="M8.5 8.5l7 7M15.5 8.5l-7 7"/>',
    "outcome-aufgegeben": '<circle cx="12" cy="12" r="9"/><path d="M8 12h8"/>',
    "outcome-unbekannt": (
        '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.7 2.4c-.9.4-1.2.9-1.2 1.7M12'
        ' 16.5v.1"/>'
    ),
    # resonance and verdicts: full, half, empty
    "full": '<circle class="fill" cx="12" cy="12" r="9"/>',
    "half": '<circle cx="12" cy="12" r="9"/><path class="fill" d="M12 3a9 9 0 0 0 0 18z"/>',
    "empty": '<circle cx="12" cy="12" r="9"/>',
}


@cache
def svg(name: str, css: str = "") -> SafeString:
    """The icon as an element; unknown names are a programming error."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        f" {css}" if css else "",
        mark_safe(PATHS[name]),
    )


@cache
def level_svg(level: int, steps: int) -> SafeString:
    """Rising bars, ``level`` of them filled: readable without colour."""
    bars = []
    for step in range(1, steps + 1):
        height = 4 + 14 * step / steps
        css = "fill" if step <= level else "hollow"
        bars.append(
            f'<rect class="{css}" x="{(step - 1) * 7 + 1}" y="{20 - height:.1f}" width="5"'
            f' height="{height:.1f}"/>'
        )
    return format_html(
        '<svg class="icon icon--level" viewBox="0 0 {} 22" width="{}" height="22" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        steps * 7,
        steps * 7,
        mark_safe("".join(bars)),
    )


#: ``{% icon "clock" %}``: a decorative icon.
register.simple_tag(svg, name="icon")
