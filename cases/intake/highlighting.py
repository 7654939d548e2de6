"""A field of a raw case as HTML, as it was told and as it will be: every mention framed, with its number and
its kind in words, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.gate import kind_name
from cases.intake.review import RawReview, ReviewRow, pieces
from cases.intake.smoothing import smooth

__all__ = ["LEVELS", "as_it_will_be", "highlighted", "level_name"]

LEVELS = ("sicher", "wahrscheinlich", "hinweis")


def level_name(level: str) -> str:
    """How sure a finding is, in words."""
    return {
        "sicher": _("sicher"),
        "wahrscheinlich": _("wahrscheinlich"),
        "hinweis": _("Hinweis, bitte ansehen"),
    }[level]


def _text(text: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))


def highlighted(review: RawReview, field: str, numbers: Mapping[str, int]) -> SafeString:
    """The text of ``field``, escaped, with a link to its decision on every mention. Overlaps are shown
    once.
    """
    spans = sorted(
        (
            (mention.start, mention.end, row)
            for row in review.rows
            for mention in row.mentions
            if mention.field == field
        ),
        key=lambda span: (span[0], -span[1]),
    )
    text, position, parts = review.texts[field], 0, []
    for start, end, row in spans:
        if start < position:
            continue
        parts.append(_text(text[position:start]))
        parts.append(
            format_html(
                '<a class="fund fund--{} fund--{}" href="#fund-{}" data-fund="{}"><span'
                ' class="fund__nummer">{}</span><mark>{}</mark><span class="fund__art"> ({}, {})</span></a>',
                row.level,
                _state(row),
                row.mark,
                row.mark,
                numbers[row.mark],
                text[start:end],
                kind_name(row.kind),
                level_name(row.level),
            )
        )
        position = end
    parts.append(_text(text[position:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _state(row: ReviewRow) -> str:
    """``offen``, ``ersetzen`` or ``bleibt``: only what is replaced is struck through."""
    return "offen" if row.decision is None else row.decision.choice


def as_it_will_be(review: RawReview, field: str, *, smoothed: bool = False) -> SafeString:
    """The guarded text of ``field``, escaped, its brackets ``smoothed`` or not; what nobody has decided about
    yet is marked, with a link to its decision.
    """
    joined: list[tuple[str, ReviewRow | None]] = []
    for words, row in pieces(review, field):
        if joined and row is None and joined[-1][1] is None:
            joined[-1] = (joined[-1][0] + words, None)
        else:
            joined.append((words, row))
    parts = (
        _text(smooth(words) if smoothed else words)
        if row is None
        else format_html(
            '<a class="fund fund--{} fund--offen" href="#fund-{}" data-fund="{}"><mark>{}</mark><span'
            ' class="fund__art"> ({})</span></a>',
            row.level,
            row.mark,
            row.mark,
            words,
            _("noch offen"),
        )
        for words, row in joined
    )
    return format_html_join("", "{}", ((part,) for part in parts))
