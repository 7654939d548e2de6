"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from knowledge.permissions import viewer_for
from search.contract import Audience

__all__ = ["library"]


def library(request: HttpRequest) -> dict[str, Any]:
    """``site_name``, ``demo_banner``, ``path_prefix`` ("" or "/en"), ``other_language_url``, ``is_signed_in``.

    German pages live at ``/``, the English interface at ``/en/``: the address alone decides, so no cookie is needed.
    """
    english = (get_language() or "de").startswith("en")
    path = request.get_full_path()
    bare = path.removeprefix("/en") or "/"
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "demo_banner": settings.DEMO_BANNER,
        "path_prefix": "/en" if english else "",
        "other_language_url": bare if english else f"/en{path}",
        "is_signed_in": viewer_for(request).audiences != frozenset({Audience.PUBLIC}),
    }
