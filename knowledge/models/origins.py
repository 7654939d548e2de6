"""Packages hang on the records they hand on."""

from __future__ import annotations

from typing import Any

from knowledge.base import origin_narrowed
from knowledge.models.pages import TargetGroupPage

__all__ = ["review_packages"]


def review_packages(sender: Any, page: Any, level: str, **kwargs: Any) -> None:
    """Receiver of ``origin_narrowed``: the sentences of a package that hands the record on are read by nobody
    until somebody has gone over them again.
    """
    for landing in TargetGroupPage.objects.all():
        if landing.hands_on(page.pk):
            landing.hold_back()


origin_narrowed.connect(review_packages, dispatch_uid="knowledge.models.origins")
