"""What a browser may load and do on each page. Public pages and the administration run no script that stands
in the page itself; the forms of Wagtail that cannot do without are named here, one by one.
"""

from __future__ import annotations

import re
from typing import Any, Final

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

__all__ = ["INLINE_SCRIPTS", "PERMISSIONS", "ContentPolicy"]

INLINE_SCRIPTS: Final = re.compile(
    r"""
      wagtailadmin_pages:(add|edit|convert_alias|revisions_revert|revisions_unschedule)
    | wagtail(?:snippets|docs|images|users|redirects|locales)[a-z_]*:
      (add|edit|revisions_revert|add_multiple|index|list|list_results|index_results)
    | wagtailadmin_reports:[a-z_]+
    | wagtailadmin_workflows:(add|edit|add_task|edit_task)
    | wagtailadmin_account
    | wagtailadmin_collections:(add|edit)
    """,
    re.VERBOSE,
)
"""Views of forms whose widgets start by a script in the page: dates, times, rows of an inline panel. A test
asks every address of the administration and finds no other.
"""

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


class ContentPolicy(CSPMiddleware):
    """Middleware: the policy of ``CONTENT_SECURITY_POLICY``; in the administration with the styles that its
    editor writes into the page, and scripts in the page only for :data:`INLINE_SCRIPTS`.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts of the policy for this address."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(_ADMIN):
            allowed: dict[str, Any] = {"style-src": [SELF, UNSAFE_INLINE], "connect-src": [SELF]}
            match = request.resolver_match
            if match is not None and INLINE_SCRIPTS.fullmatch(match.view_name or ""):
                allowed["script-src"] = [SELF, UNSAFE_INLINE]
            parts.replace = {**(parts.replace or {}), **allowed}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header of permissions."""
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return super().process_response(request, response)
