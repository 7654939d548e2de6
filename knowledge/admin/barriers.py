"""The inbox of barriers that readers report: read and answered here, deleted when done."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView

from knowledge.admin.private_snippets import LookAndDelete, PrivateSnippetViewSet
from knowledge.models import BarrierReport

__all__ = ["BarrierReportViewSet"]


class _ReportListView(IndexView):
    """Each row leads to the report, which nobody changes."""

    def get_edit_url(self, instance: Any) -> str | None:
        """Where it is read."""
        address: str | None = self.get_inspect_url(instance)
        return address


class BarrierReportViewSet(PrivateSnippetViewSet):
    """Reports, the oldest first; deleting one says that it is done."""

    model = BarrierReport
    icon = "warning"
    menu_label = _("Gemeldete Barrieren")
    menu_order = 335
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = _ReportListView
    list_display: ClassVar[Any] = [
        "__str__",
        DateColumn("received_at", label=_("Eingegangen"), sort_key="received_at"),
        DateColumn("keep_until", label=_("Wird gelöscht am"), sort_key="keep_until"),
    ]
    inspect_view_fields: ClassVar[Any] = ["received_at", "text", "place", "contact", "keep_until"]
    ordering: ClassVar[Any] = ["received_at", "pk"]


register_permission_policy(BarrierReport, LookAndDelete(BarrierReport))
