"""What a model refuses deep inside Wagtail becomes a sentence for the editor instead of an error page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from wagtail.admin import messages

from knowledge.admin.deletion import refusal
from knowledge.base import in_use

__all__ = ["RefusalMessages"]


class RefusalMessages(MiddlewareMixin):
    """Middleware: a ``ValidationError`` that leaves a form of the page administration is told there, and what
    may not be deleted says who needs it.

    Some ways to publish have no form that could carry the error (approval in a workflow). What the editor
    typed was saved before.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Back to the page with one message per sentence; everything else is an error as ever."""
        match = request.resolver_match
        if (
            isinstance(exception, in_use.InUse | ProtectedError)
            and match is not None
            and match.route.startswith("admin/")
        ):
            return refusal(request, in_use.refused_by(exception))
        if (
            request.method != "POST"
            or not isinstance(exception, ValidationError)
            or match is None
            or match.namespace != "wagtailadmin_pages"
        ):
            return None
        page = match.kwargs.get("page_id") or next(iter(match.args), None)
        address = reverse("wagtailadmin_pages:edit", args=[page]) if page else reverse("wagtailadmin_home")
        for sentence in exception.messages:
            messages.error(request, sentence)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)
