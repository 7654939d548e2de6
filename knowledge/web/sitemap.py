"""The sitemap: what everybody may read, in an order and with dates that tell nothing about when a record came
in.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

from knowledge.base import readable_pages
from search.contract import Viewer

__all__ = ["LibrarySitemap", "sitemap"]


class LibrarySitemap(Sitemap):
    """Pages in the order of their random public key; the tree's order is the one in which they were made."""

    def items(self) -> list[Any]:
        """One query, whatever the number of pages."""
        below = self.get_wagtail_site().root_page.get_descendants(inclusive=True)
        return list(readable_pages(below.order_by().values("pk"), Viewer()).values())

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        return [
            entry
            for item in self.paginator.page(page).object_list
            for entry in item.get_sitemap_urls(self.request)
        ]


def sitemap(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``."""
    response: HttpResponse = wagtail_sitemap(request, {"library": LibrarySitemap})
    return response
