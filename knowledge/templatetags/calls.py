"""The call of a cycle where people look for it: on the home page and on the page about taking part."""

from __future__ import annotations

from typing import Any

from django import template

from knowledge.cycle.call import open_calls

register = template.Library()


@register.inclusion_tag("components/open_calls.html")
def announced_cycles() -> dict[str, Any]:
    """``{% announced_cycles %}``: every cycle that takes applications today; nothing while there is none."""
    return {"calls": open_calls()}
