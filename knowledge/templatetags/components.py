"""Components of the pages as template tags; /komponenten/ shows each in all its states.

Marks (outcome, evidence, resonance ...) always carry a word beside their sign, so that nothing depends on
colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.templatetags.wagtailcore_tags import pageurl

from knowledge import enums
from knowledge.lessons import verdict_counts
from knowledge.listing import at_word_end, counted
from knowledge.templatetags.icons import level_svg, svg
from knowledge.templatetags.navigation import content_language
from search import registry

register = template.Library()

PAGE_ICONS = {"section": "book", "area": "theme"}
"""Of what bears a label like a record and is none; a kind's icon stands in its ``DocumentSource``."""

OUTCOME_TONES = {
    enums.Outcome.IMPLEMENTED: "success",
    enums.Outcome.CHANGED: "success",
    enums.Outcome.STARTED: "info",
    enums.Outcome.FAILED: "danger",
    enums.Outcome.ABANDONED: "warning",
}
RESONANCE_ICONS = {enums.Resonance.HIT: "full", enums.Resonance.PARTLY: "half", enums.Resonance.MISS: "empty"}
IDEA_ICONS = {
    enums.IdeaStatus.TAKEN: "check",
    enums.IdeaStatus.PARKED: "clock",
    enums.IdeaStatus.REJECTED: "close",
}
STANCE_SIGNS = {"++": "+ +", "+": "+", "0": "0", "-": "−", "--": "− −"}
STATE_TONES = {
    enums.LessonState.CONFIRMED: ("check", "success"),
    enums.LessonState.SECURED: ("check", "success"),
    enums.LessonState.ANCHORED: ("check", "success"),
    enums.LessonState.ADAPTED: ("cycle", "info"),
    enums.LessonState.PROVISIONAL: ("clock", "neutral"),
    enums.LessonState.CONTESTED: ("half", "warning"),
    enums.LessonState.REFUTED: ("close", "danger"),
    enums.LessonState.SUPERSEDED: ("back", "neutral"),
}
VERDICT_TONES = {
    enums.VerdictKind.CONFIRMED: ("check", "success"),
    enums.VerdictKind.ADAPTED: ("cycle", "info"),
    enums.VerdictKind.REFUTED: ("close", "danger"),
    enums.VerdictKind.UNTESTABLE: ("question", "neutral"),
}
ROLE_TONES = {
    enums.LessonRole.ORIGIN: ("lesson", "neutral"),
    enums.LessonRole.CONFIRMED: ("check", "neutral"),
    enums.LessonRole.ADAPTED: ("cycle", "neutral"),
    enums.LessonRole.REFUTED: ("close", "danger"),
}
NOTICE_ICONS = {"info": "info", "success": "check", "warning": "warning", "danger": "warning"}


# --------------------------------------------------------------------------- words


@register.filter
def choice(value: Any, name: str) -> str:
    """``{{ value|choice:"Outcome" }}``: label of a vocabulary's value; the value itself when it is none."""
    vocabulary = getattr(enums, name)
    try:
        return str(vocabulary(value).label)
    except ValueError:
        return str(value)


@register.filter
def minutes(value: Any) -> str:
    """45 -> „45 Min.“, 90 -> „1 Std. 30 Min.“, 120 -> „2 Std.“."""
    if value in (None, ""):
        return ""
    hours, rest = divmod(int(value), 60)
    if not hours:
        return _("%(minutes)d Min.") % {"minutes": rest}
    if not rest:
        return _("%(hours)d Std.") % {"hours": hours}
    return _("%(hours)d Std. %(minutes)d Min.") % {"hours": hours, "minutes": rest}


@register.filter
def span(low: int, high: int) -> str:
    """Two numbers as a span; one number when they are equal."""
    return str(low) if low == high else f"{low}–{high}"


@register.filter
def lines(value: str | None) -> list[str]:
    """The lines of a text field that holds one item per line."""
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


@register.filter
def table_rows(value: str | None) -> list[list[str]]:
    """The cells of a table written as lines; short rows are filled up, so that no column is missing."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines(value)]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


# --------------------------------------------------------------------------- marks


def _badge(icon_name: str, tone: str, word: str, prefix: str = "") -> SafeString:
    hidden = format_html('<span class="kern-sr-only">{} </span>', prefix) if prefix else ""
    return format_html('<span class="badge badge--{}">{}{}{}</span>', tone, svg(icon_name), hidden, word)


@register.simple_tag
def badge(word: str, icon: str = "info", tone: str = "neutral") -> SafeString:
    """A small mark of icon and word."""
    return _badge(icon, tone, word)


@register.simple_tag
def outcome(value: str) -> SafeString:
    """What became of a case, the first thing every hit says."""
    known = value if value in enums.Outcome.values else enums.Outcome.UNKNOWN
    return _badge(
        f"outcome-{known}",
        OUTCOME_TONES.get(enums.Outcome(known), "neutral"),
        choice(known, "Outcome"),
        _("Ausgang:"),
    )


@register.simple_tag
def evidence(value: str) -> SafeString:
    """How sure we are: rising bars and a word."""
    values = enums.EvidenceLevel.values
    level = values.index(value) + 1 if value in values else 0
    return format_html(
        '<span class="mark">{}<span class="kern-sr-only">{} </span>{}</span>',
        level_svg(level, len(values)),
        _("Beleglage:"),
        choice(value, "EvidenceLevel"),
    )


@register.simple_tag
def resonance(value: str) -> SafeString:
    """How the case giver received a hypothesis."""
    return format_html(
        '<span class="mark mark--resonance">{}<span class="kern-sr-only">{} </span>{}</span>',
        svg(RESONANCE_ICONS.get(value, "empty")),  # type: ignore[call-overload]
        _("Resonanz:"),
        choice(value, "Resonance"),
    )


@register.simple_tag
def stance(value: str) -> SafeString:
    """Attitude of an actor: the sign of the actor map and its words."""
    css = {"+": "for", "-": "against"}.get(str(value)[:1], "neutral")
    return format_html(
        '<span class="mark stance stance--{}"><span class="stance__sign"'
        ' aria-hidden="true">{}</span>{}</span>',
        css,
        STANCE_SIGNS.get(value, value),
        choice(value, "Stance"),
    )


@register.simple_tag
def effort(value: str) -> SafeString:
    """T-shirt size of an idea with its words."""
    return format_html(
        '<span class="mark"><span class="size" aria-hidden="true">{}</span>{}</span>',
        value,
        choice(value, "Effort"),
    )


@register.simple_tag
def idea_status(value: str) -> SafeString:
    """What the case giver did with an idea."""
    tone = {"aufgegriffen": "success", "geparkt": "neutral", "verworfen": "neutral"}.get(value, "neutral")
    icon = IDEA_ICONS.get(value, "clock")  # type: ignore[call-overload]
    return _badge(icon, tone, choice(value, "IdeaStatus"))


@register.simple_tag
def lesson_state(value: str) -> SafeString:
    """State of a lesson, derived from its verdicts."""
    icon_name, tone = STATE_TONES.get(value, ("clock", "neutral"))  # type: ignore[call-overload]
    return _badge(icon_name, tone, choice(value, "LessonState"), _("Stand:"))


@register.simple_tag
def lesson_role(value: str) -> SafeString:
    """What a case or a method says about a lesson: it arose there, or was confirmed, changed or refuted
    there.
    """
    icon_name, tone = ROLE_TONES.get(value, ("info", "neutral"))  # type: ignore[call-overload]
    return _badge(icon_name, tone, choice(value, "LessonRole"))


@register.simple_tag(name="verdict_counts")
def counts_of_verdicts(confirming: int, refuting: int) -> str:
    """In how many cycles a lesson was confirmed and refuted."""
    return verdict_counts(confirming, refuting)


@register.simple_tag
def verdict(value: str) -> SafeString:
    """Judgement of a round."""
    icon_name, tone = VERDICT_TONES.get(value, ("question", "neutral"))  # type: ignore[call-overload]
    return _badge(icon_name, tone, choice(value, "VerdictKind"))


@register.simple_tag
def confidence(value: int, judged: bool = False) -> SafeString:
    """Confidence of a lesson, 0 to 4 (:mod:`knowledge.lessons.state`). Level 0 says whether nobody looked
    yet, or somebody did and it did not hold.
    """
    lowest = _("geprüft, kaum belastbar") if judged else _("noch nicht geprüft")
    words = [lowest, _("gering"), _("mittel"), _("hoch"), _("sehr hoch")]
    level = max(0, min(4, int(value or 0)))
    return format_html('<span class="mark">{}{}</span>', level_svg(level, 4), words[level])


@register.simple_tag
def must(value: bool) -> SafeString:
    """Whether a precondition is a must or a help."""
    return _badge("full" if value else "half", "neutral", _("unverzichtbar") if value else _("hilfreich"))


@register.simple_tag
def done(value: bool) -> SafeString:
    """Whether an agreed step was done."""
    return _badge("check", "success", _("erledigt")) if value else _badge("empty", "neutral", _("noch offen"))


@register.simple_tag
def kind_label(kind: str, label: str) -> SafeString:
    """Kind of a record: icon and word above a title."""
    icon = registry.source_for(kind).icon if registry.is_kind(kind) else PAGE_ICONS.get(kind, "info")
    return format_html('<span class="kind">{}{}</span>', svg(icon), label)


# --------------------------------------------------------------------------- boxes


BOXES = {"notice": {"tone": "info", "title": "", "level": 2}, "empty_state": {"title": "", "level": 2}}
"""Components that hold content, with their parameters and defaults."""


@register.simple_block_tag
def embed(content: str, component: str, **parameters: Any) -> SafeString:
    """``{% embed "notice" tone="warning" title=_("...") %} ... {% endembed %}``: content inside a box of
    ``templates/components/``.
    """
    defaults = BOXES[component]
    if unknown := parameters.keys() - defaults.keys():
        raise template.TemplateSyntaxError(f"{component} knows no {', '.join(sorted(unknown))}")
    values = {**defaults, **parameters, "content": content}
    values["icon_name"] = NOTICE_ICONS.get(values.get("tone", ""), "info")
    return mark_safe(render_to_string(f"components/{component}.html", values))


MARKS: dict[str, Callable[[Any], SafeString]] = {"outcome": outcome, "evidence": evidence}


@register.simple_block_tag
def section(
    content: str,
    anchor: str,
    title: str,
    css: str = "part",
    *,
    side: bool = False,
    fold: bool = False,
    german: bool = False,
) -> SafeString:
    """``{% section "lehren" _("Lehren") %} ... {% endsection %}``: a part of a record's page under its title;
    ``side`` for one beside the text, ``fold`` for one that a phone folds, ``german`` where the title is text
    of the record.
    """
    box, heading = (
        (css if css != "part" else "", "side__title") if side else (f"{css} part--fold" if fold else css, "")
    )
    if fold:
        content = format_html(
            '<details class="unfold"><summary><span class="kern-sr-only">{}</span></summary>\n'
            '<div class="unfold__body">{}</div></details>',
            _("„%(title)s“ aufklappen") % {"title": title},
            mark_safe(content),
        )
    return format_html(
        '<section{} aria-labelledby="{}">\n<h2{} id="{}"{}>{}</h2>\n{}</section>',
        _class(box),
        anchor,
        _class(heading),
        anchor,
        content_language() if german else "",
        title,
        mark_safe(content),
    )


def _class(name: str) -> SafeString:
    return format_html(' class="{}"', name) if name else SafeString("")


@register.simple_block_tag(takes_context=True)
def entry(
    context: Context,
    content: str,
    title: str,
    target: Page | str = "",
    *,
    german: bool = False,
    english: bool = False,
) -> SafeString:
    """``<ul class="entries">{% entry case.title case %} ... {% endentry %}</ul>``: an entry of a list with
    its title, linked to a page or an address where there is one, and what stands below it. Titles of records
    are German, unless they are said to be ``english``, and so is one without a link that says so.
    """
    address = pageurl(context, target) if isinstance(target, Page) else target
    language = content_language() if not english and (address or german) else ""
    linked = format_html('<a href="{}"{}>{}</a>', address, language, title) if address else title
    return format_html(
        '<li class="entry">\n<p class="entry__title"{}>{}</p>\n{}</li>',
        "" if address else language,
        linked,
        mark_safe(content),
    )


@register.simple_tag
def fact(label: str, value: Any, mark: str = "", *, german: bool = False) -> SafeString:
    """A pair inside ``<dl class="facts">``: ``{% fact _("Ausgang") page.outcome mark="outcome" %}``;
    ``german`` where the value is text of the record.
    """
    return format_html(
        '<div class="facts__item"><dt>{}</dt><dd{}>{}</dd></div>',
        label,
        content_language() if german else "",
        MARKS[mark](value) if mark else value,
    )


@register.inclusion_tag("components/card.html")
def card(record: Mapping[str, Any], level: int = 3) -> dict[str, Any]:
    """A record in a list; ``record`` holds url, title, kind, kind_label, text and marks (see the gallery and
    ``{% hit_card %}``).
    """
    defaults: dict[str, Any] = {
        "key": "",
        "url": "",
        "title": "",
        "title_html": "",
        "kind": "",
        "kind_label": "",
        "text": "",
        "text_html": "",
        "note": "",
        "outcome": "",
        "size": "",
        "evidence": "",
        "became": "",
        "since": "",
        "state": "",
        "facts": (),
        "snippet": "",
        "reasons": (),
        "maybe": False,
        "access": "",
        "english": False,
        "english_text": False,
    }
    return {"record": {**defaults, **record}, "level": level}


register.filter("at_word_end", at_word_end)


@register.simple_tag
def chip(label: str, url: str = "") -> SafeString:
    """A tag; a link where it leads somewhere."""
    if url:
        return format_html('<a class="tag" href="{}">{}</a>', url, label)
    return format_html('<span class="tag">{}</span>', label)


@register.simple_tag
def chips(labels: Iterable[str]) -> SafeString:
    """Tags as a list."""
    return format_html(
        '<ul class="tags">{}</ul>',
        format_html_join("", '<li><span class="tag">{}</span></li>', ((label,) for label in labels)),
    )


@register.simple_tag
def profile_line(*parts: str) -> str:
    """Municipality profile in one line: the parts that are filled."""
    return " · ".join(str(part) for part in parts if part)


@register.filter
def longest(phases: Iterable[Any]) -> int:
    """Minutes of the longest of some phases, to draw them in proportion."""
    return max((phase.minutes for phase in phases), default=0)


@register.simple_tag
def bar(count: int, most: int) -> SafeString:
    """A bar in proportion to the largest of a list; the number stands beside it as text."""
    width = round(100 * count / most) if most else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect width="{}" height="4"/></svg>',
        width,
    )


# --------------------------------------------------------------------------- lists


@register.inclusion_tag("components/pagination.html")
def pagination(
    pages: Sequence[Any], previous_url: str = "", next_url: str = "", label: str = ""
) -> dict[str, Any]:
    """Windowed page numbers; ``pages`` are the links of :mod:`search.web.views` (``number``, ``url``,
    ``current``).
    """
    return {"pages": pages, "previous_url": previous_url, "next_url": next_url, "label": label}


@register.inclusion_tag("components/facet.html")
def facet_group(group: Any, shown: int = 6) -> dict[str, Any]:
    """A filter: check boxes with the number of records each would leave; what is chosen always stands on top
    of the fold.
    """
    options = list(group.options)
    first = [option for index, option in enumerate(options) if index < shown or option.selected]
    more = [option for option in options if option not in first]
    if len(more) == 1:
        first, more = options, []
    return {"group": group, "first": first, "more": more}


register.simple_tag(counted)
