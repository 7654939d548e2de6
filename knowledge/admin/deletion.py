"""The page that says why something was not deleted, who needs it, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from knowledge.base import in_use
from search.public_forms import keep_private

__all__ = ["refusal"]


@dataclass(frozen=True, slots=True)
class _Refused:
    """One record that stays: why, where it is used as far as this person may open it, where to take it
    off.
    """

    sentence: str
    places: list[tuple[str, str, str]]
    """(kind, title, address of its form)."""
    unpublish: str


def _shown(request: HttpRequest, record: Any, uses: Sequence[Any]) -> _Refused:
    finder = AdminURLFinder(request.user)
    addresses = [(use, finder.get_edit_url(use)) for use in uses]
    places = sorted((str(use._meta.verbose_name), str(use), url) for use, url in addresses if url)
    may_unpublish = (
        isinstance(record, Page) and record.live and record.permissions_for_user(request.user).can_unpublish()
    )
    return _Refused(
        in_use.sentence(record, uses),
        places,
        reverse("wagtailadmin_pages:unpublish", args=[record.pk]) if may_unpublish else "",
    )


def refusal(request: HttpRequest, refused: Sequence[tuple[Any, list[Any]]]) -> HttpResponse:
    """Status 409: nothing was deleted. What the person may not open is counted and not named."""
    context = {
        "page_title": _("Wird noch gebraucht"),
        "header_icon": "warning",
        "refused": [_shown(request, record, uses) for record, uses in refused],
    }
    response = render(request, "knowledge/admin/in_use.html", context, status=409)
    return keep_private(response)
