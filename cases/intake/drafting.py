"""The first draft of a case, made of guarded text: one field of the intake for each of its fields, and
nothing cut without a trace.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from cases.intake.method_names import NamedMethods, named_methods
from cases.intake.review import RawReview, guarded_text
from cases.intake.smoothing import smooth
from cases.models import (
    CaseActor,
    CaseChallengeArea,
    CaseHypothesis,
    CaseIdea,
    CaseMethod,
    CasePage,
    CaseStep,
)
from knowledge.models import ChallengeArea

__all__ = ["MOST_QUESTION", "MOST_TITLE", "draft_of", "text_to_take_over", "too_long", "unclear_methods"]

MOST_TITLE = 90
"""What ``CasePage.clean`` allows."""
MOST_QUESTION: int = CasePage._meta.get_field("key_question").max_length or 220
MOST_ROLE: int = CaseActor._meta.get_field("role").max_length or 120


def _fitted(text: str, most: int, *, ending: str = "…") -> str:
    """At most ``most`` characters, ended at a word and never inside a placeholder."""
    if len(text) <= most:
        return text
    room = most - len(ending)
    head = text[:room] if text[room].isspace() else text[:room].rpartition(" ")[0] or text[:room]
    before, bracket, placeholder = head.rpartition("[")
    if bracket and "]" not in placeholder and before.strip():
        head = before
    return head.rstrip(" ,;:–-") + ending


def text_to_take_over(review: RawReview, *, smoothed: bool) -> dict[str, str]:
    """The guarded text of each field; ``smoothed`` gives roles their article instead of brackets."""
    guarded = guarded_text(review)
    return {name: smooth(words) if smoothed else words for name, words in guarded.items()}


def too_long(text: Mapping[str, Any]) -> dict[str, str]:
    """Label and whole text of what a case has no room for in the field of that name."""
    found = {}
    if len(text["title"]) > MOST_TITLE:
        found[_("Titel")] = str(text["title"])
    if len(text["key_question"]) > MOST_QUESTION:
        found[_("Schlüsselfrage")] = str(text["key_question"])
    methods = _methods(text)
    if without_card := [*methods.unclear, *methods.unknown]:
        found[_("Eingesetzte Methoden")] = "; ".join(without_card)
    return found


def unclear_methods(text: Mapping[str, Any]) -> dict[str, list[str]]:
    """What may mean several method cards, and their titles; none of them is linked."""
    return _methods(text).unclear


def _paragraphs(text: str) -> str:
    """Rich text as the editor of the form writes it: only what HTML needs is escaped."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(
        f"<p>{'<br/>'.join(html.escape(line, quote=False) for line in part.splitlines())}</p>"
        for part in parts
    )


def draft_of(text: Mapping[str, Any], user: Any) -> CasePage:
    """A case with its rows that is not saved yet. What has no room in its field stands whole at the end of
    the situation.
    """
    situation = [("paragraph", RichText(_paragraphs(str(text["situation"]))))]
    with translation.override("de"):
        rest = "".join(
            f"<p><b>{html.escape(label)} im Wortlaut:</b> {html.escape(whole, quote=False)}</p>"
            for label, whole in too_long(text).items()
        )
        title = _fitted(str(text["title"]), MOST_TITLE) or _("Neuer Fall")
    if rest:
        situation.append(("paragraph", RichText(rest)))
    page = CasePage(
        title=title,
        owner=user,
        case_kind=text["case_kind"],
        initial_situation=situation,
        # The form of the case asks for a question mark, and its draft shall be saved as it is.
        key_question=_fitted(str(text["key_question"]), MOST_QUESTION, ending="…?"),
        federal_state=text["federal_state"],
        size_band=text["size_band"],
        finance_band=text.get("finance_band", ""),
        workforce_band=text.get("workforce_band", ""),
        period_band=text["period_band"],
        access_level=text["access_level"],
        live=False,
    )
    for name, rows in _rows_of(text).items():
        setattr(page, name, rows)
    return page


def _lines(value: Any) -> list[str]:
    return [line.lstrip("-•* \t").strip() for line in str(value or "").splitlines() if line.strip(" -•*\t")]


def _actor(line: str) -> CaseActor:
    role, _colon, interest = (part.strip() for part in line.partition(":"))
    if len(role) > MOST_ROLE:
        return CaseActor(role=_fitted(role, MOST_ROLE), interest=line)
    return CaseActor(role=role, interest=interest)


def _rows_of(text: Mapping[str, Any]) -> dict[str, list[Any]]:
    """One row per line; the form of the case asks for what a line does not say."""
    rows: dict[str, list[Any]] = {
        "actors": [_actor(line) for line in _lines(text["actors"])],
        "hypotheses": [CaseHypothesis(text=line) for line in _lines(text["hypotheses"])],
        "ideas": [CaseIdea(text=line) for line in _lines(text["ideas"])],
        "steps": [CaseStep(what=line) for line in _lines(text["next_steps"])],
        "case_methods": [CaseMethod(method=card) for card in _methods(text).cards],
        "challenge_area_items": [
            CaseChallengeArea(tag=area)
            for area in ChallengeArea.objects.filter(slug=text.get("challenge", ""))
        ],
    }
    for items in rows.values():
        for order, item in enumerate(items):
            item.sort_order = order
    return rows


def _methods(text: Mapping[str, Any]) -> NamedMethods:
    """What the field of the methods names."""
    model = CaseMethod._meta.get_field("method").related_model
    return named_methods(str(text["methods"]), model.objects.live())  # type: ignore[union-attr]
