"""Reports → "Radar der Suche": what many looked for in vain, never what one did
(search/unanswered/radar.py).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from knowledge.admin.learning import learn_address, may_learn
from knowledge.models import OpenQuestion
from search.unanswered import Cluster, K, unanswered_clusters

__all__ = ["RADAR_PERMISSION", "RadarView"]

RADAR_PERMISSION = "knowledge.view_openquestion"


class RadarView(SpreadsheetExportMixin, WagtailAdminTemplateMixin, TemplateView):
    """Groups of unanswered queries and, beside them, how many questions wait in each state. ``?export=csv``
    or ``xlsx``.
    """

    template_name = "knowledge/radar.html"
    page_title = gettext_lazy("Radar der Suche")
    header_icon = "search"
    list_export = ["label", "size", "first", "last"]
    export_headings = {
        "label": gettext_lazy("Gemeinsame Begriffe"),
        "size": gettext_lazy("Anfragen"),
        "first": gettext_lazy("seit Monat"),
        "last": gettext_lazy("zuletzt im Monat"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who may see open questions."""
        if not request.user.has_perm(RADAR_PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this page, whose name is the title then."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_filename(self) -> str:
        """Name of the exported file without its ending."""
        return "radar-der-suche"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the same groups as a file."""
        found = unanswered_clusters()
        if self.is_export:
            return self.as_spreadsheet(found, request.GET["export"])
        return self.render_to_response(
            self.get_context_data(clusters=[_row(cluster) for cluster in found], k=K, **kwargs)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Groups, questions by state and the addresses of the exports."""
        counts = {state: OpenQuestion.objects.filter(state=state).count() for state in OpenQuestion.State}
        address = reverse("search_radar")
        return super().get_context_data(
            may_learn=may_learn(self.request.user),
            states=[(state.label, count) for state, count in counts.items()],
            exports=[(_("Excel"), f"{address}?export=xlsx"), (_("CSV"), f"{address}?export=csv")],
            **kwargs,
        )


def _row(cluster: Cluster) -> dict[str, Any]:
    """A group with the addresses that start a question from it, and that name the record that answers it."""
    form = OpenQuestion.snippet_viewset.get_url_name("add")  # type: ignore[attr-defined]
    return {
        "cluster": cluster,
        "add_url": f"{reverse(form)}?thema={cluster.label}",
        "learn_url": learn_address(topic=" ".join(cluster.words)),
    }
