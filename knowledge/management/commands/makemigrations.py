"""``makemigrations`` that sees only what concerns the database."""

from django.core.management.commands import makemigrations

from knowledge.operations import schema


class Command(makemigrations.Command):
    autodetector = schema.SchemaAutodetector
