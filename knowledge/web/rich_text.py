"""Links inside texts: a page that not everybody may read is linked from nowhere, because its address has its
title.
"""

from __future__ import annotations

from typing import Any

from wagtail.rich_text.pages import PageLinkHandler

from knowledge.base import readable_pages
from search.contract import Viewer
from search.public_forms import key_in

__all__ = ["ReadablePageLinkHandler"]


class ReadablePageLinkHandler(PageLinkHandler):  # type: ignore[misc]
    """Texts are expanded without a request, so what counts is what everybody may read; the words of the link
    stay.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """Pages by the ids of their links, ``None`` where there is nothing to link to."""
        ids = [key_in(str(attrs.get("id", ""))) for attrs in attrs_list]
        pages = readable_pages(ids, Viewer())
        return [pages.get(pk) for pk in ids]
