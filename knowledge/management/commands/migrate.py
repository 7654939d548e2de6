"""``migrate`` that refuses a database it cannot take further, and sees only what concerns the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate

from knowledge.operations import schema


class Command(migrate.Command):
    autodetector = schema.SchemaAutodetector

    def handle(self, *args: Any, **options: Any) -> None:
        if schema.is_before_first_release(options["database"]):
            raise CommandError(schema.LOAD_ANEW)
        super().handle(*args, **options)
