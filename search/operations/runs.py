"""Commands that a timer calls again and again note when they ended well."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from search.models import CommandRun

__all__ = ["RegularCommand"]


class RegularCommand(BaseCommand):
    """A command whose last good end ``doctor`` looks at. A run that only looks is none."""

    def counts(self, options: dict[str, Any]) -> bool:
        """Whether a call with these options did the work."""
        return not (options.get("dry_run") or options.get("dryrun"))

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Do it, then note it; a note that cannot be written costs nothing."""
        said = super().execute(*args, **options)
        if self.counts(options):
            name = type(self).__module__.rpartition(".")[2]
            try:
                CommandRun.objects.update_or_create(command=name, defaults={"ended": timezone.now()})
            except DatabaseError as error:
                self.stderr.write(f"Der Lauf von {name} wurde nicht vermerkt: {error}")
        return said
