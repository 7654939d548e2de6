"""Wagtail's and Django's signals put records into the outbox; apps need not call anything.

Only models with a registered source are looked at. Every handler runs inside the transaction of the change.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from search import registry
from search.index import outbox

_UID = "search.outbox"


#: What Wagtail writes to a page when a draft is saved; nothing of it is public.
_DRAFT_FIELDS = frozenset(
    {
        "latest_revision",
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "locked",
        "locked_by",
        "locked_at",
    }
)


def connect() -> None:
    """Connect every handler once."""
    page_slug_changed.connect(_renamed, dispatch_uid=f"{_UID}.slug")
    post_page_move.connect(_moved, dispatch_uid=f"{_UID}.moved")
    post_save.connect(_saved, dispatch_uid=f"{_UID}.saved")
    post_delete.connect(_deleted, dispatch_uid=f"{_UID}.deleted")
    for signal in (post_save, post_delete):
        signal.connect(
            _restricted, sender=PageViewRestriction, dispatch_uid=f"{_UID}.restricted.{id(signal)}"
        )


def _renamed(sender: type[models.Model], instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """A key may contain the slug, so the old key goes."""
    source = registry.source_of(instance)
    if source is None:
        return
    before, now = source.key(instance_before), source.key(instance)
    if before != now:
        outbox.enqueue_key_removal(source.kind, before)
    outbox.enqueue(instance)


def _moved(
    sender: type[models.Model], instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """A move changes the addresses of the page and of everything below it."""
    if url_path_before == url_path_after:
        return
    for page in Page.objects.filter(path__startswith=instance.path).specific().iterator(chunk_size=100):
        outbox.enqueue(page)


def _saved(
    sender: type[models.Model],
    instance: models.Model,
    created: bool = False,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """A record was saved, as publishing and unpublishing do; whether it may be found is decided when the job
    runs. A draft save of a page changes nothing that is public, and a page that begins as a draft has no
    document yet. Wagtail's timer and its bulk actions save the bare ``Page`` of a record.
    """
    if raw or (update_fields and _DRAFT_FIELDS.issuperset(update_fields)):
        return
    if isinstance(instance, Page) and type(instance) is Page:
        instance = instance.specific
    if registry.source_of(instance) is None or (created and isinstance(instance, Page) and not instance.live):
        return
    outbox.enqueue(instance)


def _restricted(sender: type[models.Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    """A restriction of Wagtail's own holds for the page and everything below it."""
    for page in Page.objects.filter(path__startswith=instance.page.path).specific().iterator(chunk_size=100):
        outbox.enqueue(page)


def _deleted(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """The record is gone, its document goes."""
    if registry.source_of(instance) is not None:
        outbox.enqueue_removal(instance)
