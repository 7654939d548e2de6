"""Packages hang on the records they hand on."""

from __future__ import annotations

from typing import Any

from knowledge.base import origin_narrowed, register_retellers
from knowledge.models.pages import TargetGroupPage

__all__ = ["hold_back", "review_packages"]


def hold_back(landing: TargetGroupPage) -> None:
    """Nobody reads the package until somebody has gone over it again; the same for its newest draft."""
    TargetGroupPage.objects.filter(pk=landing.pk).update(reviewed_on=None)
    newest = landing.latest_revision
    if newest is not None and newest.content.get("reviewed_on"):
        newest.content["reviewed_on"] = None
        newest.save(update_fields=["content"])


def review_packages(sender: Any, page: Any, level: str, **kwargs: Any) -> None:
    """Receiver of ``origin_narrowed``: the sentences of a package that hands the record on are read by nobody
    until somebody has gone over them again.
    """
    for landing in TargetGroupPage.objects.all():
        if landing.hands_on(page.pk):
            hold_back(landing)


def handing_on(pk: int) -> list[TargetGroupPage]:
    """The live pages of a target group whose package holds a record."""
    return [landing for landing in TargetGroupPage.objects.live() if landing.hands_on(pk)]


register_retellers(handing_on)
origin_narrowed.connect(review_packages, dispatch_uid="knowledge.models.origins")
