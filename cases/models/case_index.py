"""Listing of all cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from cases.models.case_page import say_withdrawn
from knowledge.models import LibraryIndexPage

__all__ = ["CaseIndexPage"]


class CaseIndexPage(LibraryIndexPage):
    """All cases, filtered by challenge, field, size and outcome."""

    listed_kind = "case"
    template = "cases/case_index_page.html"
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["cases.CasePage"]
    max_count = 1

    class Meta:
        verbose_name = _("Übersicht der Fälle")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A withdrawn case says 410 at its address, also when its page has been deleted since."""
        from cases.models import CaseTombstone

        if (
            len(path_components) == 1
            and CaseTombstone.objects.filter(case=None, slug=path_components[0]).exists()
        ):
            return RouteResult(self, kwargs={"is_gone": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, is_gone: bool = False, **kwargs: Any) -> HttpResponse:
        """The listing, or that the case at this address was withdrawn."""
        response: HttpResponse = (
            say_withdrawn(request) if is_gone else super().serve(request, *args, **kwargs)
        )
        return response
