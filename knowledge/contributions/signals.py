"""A contribution that is written or deleted is news of its record: the index hears of it, and what was
decided about its text goes with it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save

from knowledge.contributions.models import Contribution, contribution_models
from knowledge.guard import rules

__all__ = ["connect"]


def _saved(sender: Any, instance: Contribution, raw: bool = False, **kwargs: Any) -> None:
    if instance.is_accepted and not raw:
        instance.record.contributions_changed()


def _deleted(sender: Any, instance: Contribution, **kwargs: Any) -> None:
    apps.get_model("knowledge", "FindingDecision").objects.filter(
        subject=rules.subject_key(instance)
    ).delete()
    if instance.is_accepted:
        instance.record.contributions_changed()


def connect() -> None:
    """Connect every kind once, when all models are known."""
    for model in contribution_models():
        uid = f"knowledge.contributions.{model._meta.label_lower}"
        post_save.connect(_saved, sender=model, dispatch_uid=f"{uid}.saved")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"{uid}.deleted")
