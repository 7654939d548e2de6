"""``{% feedback %}``: the question below every public page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from publications.feedback import feedback_key
from publications.models import PageFeedback

register = template.Library()


@register.inclusion_tag("publications/feedback/question.html", takes_context=True)
def feedback(context: Context, place: str = "", page: Any = None) -> dict[str, Any]:
    """Two links to a page of its own, so that this one stays cacheable; nothing where not everybody reads.
    ``place`` names a page that is none of the tree (``PageFeedback.Place``), ``page`` another than the one
    that is shown.
    """
    if place:
        return {"address": reverse("place_feedback", args=[PageFeedback.Place(place)])}
    key = feedback_key(page or context.get("page"))
    return {"address": reverse("feedback", args=[key]) if key else ""}
