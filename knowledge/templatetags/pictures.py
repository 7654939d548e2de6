"""Pictures made of lists and signs: a board, a track, a scale, a row of verdicts.

Each is read as the list it is; a sign never stands without its word, so nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from knowledge import enums
from knowledge.templatetags.components import VERDICT_TONES
from knowledge.templatetags.icons import svg

register = template.Library()

MANY = 3
"""From here on a public count is named; below it, a cell says "a few at most"."""


@register.filter
def by_status(ideas: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Ideas as the columns of a board: taken up, parked, dropped; a column without ideas stays."""
    rows = list(ideas)
    return [(status.value, [row for row in rows if row.status == status]) for status in enums.IdeaStatus]


@register.filter
def by_stance(actors: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Actors as the steps of a scale, from strongly against to strongly for; an empty step stays."""
    rows = list(actors)
    return [
        (stance.value, [row for row in rows if row.stance == stance]) for stance in reversed(enums.Stance)
    ]


@register.inclusion_tag("components/track.html")
def track(followups: Sequence[Any]) -> dict[str, Any]:
    """The way from the meeting to the last follow-up, in bands; a band nobody told about stays hollow."""
    told = {row.after: row for row in followups}
    bands = [(band.label, told.get(band.value)) for band in enums.FollowUpAfter]
    return {"bands": [(label, row.status if row is not None else "") for label, row in bands]}


@register.simple_tag
def verdict_row(groups: Sequence[dict[str, Any]]) -> SafeString:
    """The verdicts of a lesson as a row of signs, by judgement: never by cycle or year."""
    signs = format_html_join(
        "",
        '<span class="verdicts__sign verdicts__sign--{}">{}</span>',
        (
            (tone, svg(icon))
            for group in groups
            for icon, tone in [VERDICT_TONES[group["kind"]]]
            for _index in range(group["count"])
        ),
    )
    words = ", ".join(
        _("%(count)d-mal %(verdict)s")
        % {"count": group["count"], "verdict": enums.VerdictKind(group["kind"]).label.lower()}
        for group in groups
    )
    return format_html('<p class="verdicts"><span aria-hidden="true">{}</span> {}</p>', signs, words)


@register.simple_tag
def coverage_sign(count: int | None) -> SafeString:
    """How much there is, in three steps: nothing, a few at most, more."""
    icon = "half" if count is None else "full" if count >= MANY else "empty"
    return svg(icon, f"step step--{icon}")
