"""Pages, API and addresses of the search."""

from search.web.views import FacetGroup, FacetOption, PageLink, listing_context

__all__ = [
    "FacetGroup",
    "FacetOption",
    "PageLink",
    "api",
    "listing_context",
]
