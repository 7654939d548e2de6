"""Flat listings of one page type in the administration: the columns and filters curators ask for."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

__all__ = ["choice_column", "defuse_exports", "listing"]

#: What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r")


def without_formula(text: str) -> str:
    """A text as a cell of CSV: an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(FORMULA) else text


def defuse_exports() -> None:
    """No CSV file of the administration, Wagtail's own lists and reports included, holds a formula: some of
    them hold what strangers have sent. Its Excel files have none.
    """
    SpreadsheetExportMixin.custom_value_preprocess[str] = {SpreadsheetExportMixin.FORMAT_CSV: without_formula}


def choice_column(name: str, label: Any) -> Column:
    """A column that prints the label of a choice field and sorts by its value."""
    return Column(name, label=label, accessor=f"get_{name}_display", sort_key=name)


class DayColumn(Column):
    """A date as a date: Wagtail's own column would call a day in the future "just now"."""

    def get_value(self, instance: Any) -> str:
        """The day in the reader's format; empty without one."""
        value = super().get_value(instance)
        return date_format(value, "SHORT_DATE_FORMAT") if value else ""


class _PageListView(IndexView):
    """Says what to do where there is nothing to list."""

    results_template_name = "knowledge/admin/page_listing.html"


def listing(
    model: type[Any],
    *,
    name: str,
    label: Any,
    icon: str,
    order: int,
    columns: list[Column],
    filters: list[str],
    export: list[str],
) -> PageListingViewSet:
    """A listing with the usual columns, ``columns`` and the review date, filters, and export to Excel and
    CSV.
    """
    from django.utils.translation import gettext_lazy as _

    own = [column for column in IndexView.base_columns if not isinstance(column, ParentPageColumn)]
    attributes = {
        "model": model,
        "index_view_class": _PageListView,
        "icon": icon,
        "menu_label": label,
        "menu_order": order,
        "add_to_admin_menu": True,
        "list_filter": filters,
        # All pages of a type have the same parent, so its column says nothing.
        "columns": [*own, *columns, DayColumn("review_due", label=_("Wiedervorlage"), sort_key="review_due")],
        "list_export": ["title", *export, "live", "review_due"],
    }
    viewset = type(f"{model.__name__}Listing", (PageListingViewSet,), attributes)
    return viewset(name)
