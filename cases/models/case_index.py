"""Listing of all cases."""

from django.utils.translation import gettext_lazy as _

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
