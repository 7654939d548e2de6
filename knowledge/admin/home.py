"""The first screen of the administration: what one can begin, what one has begun, what is due for review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from knowledge.admin.contributions import received
from knowledge.admin.cycles import cycles_under_way
from knowledge.admin.inbox import arrived
from knowledge.base import SitePage, record_models
from knowledge.models import LibraryPage, TargetGroupPage

__all__ = ["WorkPanel"]

#: Rows of a list; the listings in the menu show the rest.
ROWS = 6


class WorkPanel(Component):
    """Three lists for the person who has signed in; a list without rows says so."""

    name = "work"
    template_name = "knowledge/admin/work_panel.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``starts`` (label, address), what was ``received`` and waits, by kind, ``cycles`` under way,
        ``drafts`` and ``due`` (page, address, type), ``due_count``, ``held_packages``.
        """
        user = (parent_context or {})["request"].user
        due, count = _due(user)
        return {
            "starts": _starts(user),
            "received": arrived(user, received(user)),
            "cycles": cycles_under_way(user),
            "drafts": _own_drafts(user),
            "due": due,
            "due_count": count,
            "held_packages": _held_packages(user),
        }


def _starts(user: AbstractBaseUser) -> list[dict[str, str]]:
    """Records this person may add, with the address of the empty form."""
    starts = []
    for model in record_models():
        for parent in Page.objects.type(tuple(model.allowed_parent_page_models())).live():
            if parent.permissions_for_user(user).can_add_subpage() and model.can_create_at(parent.specific):
                address = reverse(
                    "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
                )
                starts.append({"label": model.get_verbose_name(), "url": address})
                break
    return starts


def _own_drafts(user: AbstractBaseUser) -> list[dict[str, Any]]:
    """What this person began and nobody can read yet, newest first."""
    found: list[LibraryPage] = []
    for model in record_models():
        found += model.objects.filter(owner=user, has_unpublished_changes=True).order_by(
            "-latest_revision_created_at"
        )[:ROWS]
    found.sort(key=lambda page: page.latest_revision_created_at or timezone.now(), reverse=True)
    return [_row(page) for page in found[:ROWS]]


def _due(user: AbstractBaseUser) -> tuple[list[dict[str, Any]], int]:
    """Records whose review date has come, oldest first, and how many there are; nothing for somebody who may
    not edit them.
    """
    found: list[LibraryPage] = []
    count = 0
    for model in record_models():
        waiting = (
            model.objects.live().filter(review_due__lte=timezone.localdate()).order_by("review_due", "title")
        )
        first = [page for page in waiting[:ROWS] if page.permissions_for_user(user).can_edit()]
        count += waiting.count() if first else 0
        found += first
    found.sort(key=lambda page: (page.review_due, page.title))
    return [_row(page) for page in found[:ROWS]], count


def _held_packages(user: AbstractBaseUser) -> list[dict[str, Any]]:
    """Landing pages whose package nobody reads until somebody has gone over it again."""
    return [
        _row(page)
        for page in TargetGroupPage.objects.live().filter(reviewed_on=None).exclude(question="")
        if page.items and page.permissions_for_user(user).can_edit()
    ]


def _row(page: SitePage) -> dict[str, Any]:
    return {
        "title": page.get_admin_display_title(),
        "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "kind": page.get_verbose_name(),
        "page": page,
    }
