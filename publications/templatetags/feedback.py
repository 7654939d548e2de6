"""``{% feedback %}``: the question below every public page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from publications.feedback import feedback_key

register = template.Library()


@register.inclusion_tag("publications/feedback/question.html", takes_context=True)
def feedback(context: Context) -> dict[str, Any]:
    """Two links to a page of its own, so that this one stays cacheable; nothing where not everybody reads."""
    return {"key": feedback_key(context.get("page"))}
