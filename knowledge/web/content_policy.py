"""What a browser may load and do on each page. Public pages and our own pages of the administration run no
script that stands in the page itself; Wagtail's forms and lists cannot do without.

Wagtail starts its choosers, dates and rows by scripts that it writes beside the field. Its views are many
and change with each of its versions, so they are told by where they come from: a list of names would miss
one, and its buttons would be dead.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.models import CreateView, EditView

__all__ = ["PERMISSIONS", "ContentPolicy", "starts_widgets_in_the_page"]

_BARE: Final = frozenset({"wagtail.admin.views.account", "wagtail.admin.views.home"})
"""Wagtail's pages without such a widget: signing in, the account, the first screen."""

_FORMS_AND_LISTS: Final = (BaseListingView, CreateView, EditView)
"""Wagtail's kinds of view whose form or filter may hold such a widget, in whatever we derive from them."""

_ADMIN: Final = "/admin/"

PERMISSIONS: Final = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
"""Nothing of a device is needed anywhere."""


def starts_widgets_in_the_page(view: Callable[..., Any]) -> bool:
    """Whether this view of the administration is one of Wagtail's forms or lists, or derived from one."""
    kind = getattr(view, "view_class", None)
    module = (kind or inspect.unwrap(view)).__module__
    if module.startswith("wagtail."):
        return module not in _BARE
    return isinstance(kind, type) and issubclass(kind, _FORMS_AND_LISTS)


class ContentPolicy(CSPMiddleware):
    """Middleware: the policy of ``CONTENT_SECURITY_POLICY``; in the administration with the styles that its
    editor writes into the page, and scripts in the page where :func:`starts_widgets_in_the_page` says so.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts of the policy for this address."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(_ADMIN):
            allowed: dict[str, Any] = {"style-src": [SELF, UNSAFE_INLINE], "connect-src": [SELF]}
            match = request.resolver_match
            if match is not None and starts_widgets_in_the_page(match.func):
                allowed["script-src"] = [SELF, UNSAFE_INLINE]
            parts.replace = {**(parts.replace or {}), **allowed}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header of permissions."""
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return super().process_response(request, response)
