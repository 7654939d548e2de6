"""Wagtail's ``publish_scheduled``, which notes that it ran."""

from __future__ import annotations

from wagtail.management.commands import publish_scheduled

from search.operations import RegularCommand


class Command(RegularCommand, publish_scheduled.Command):
    help = "Veröffentlicht und nimmt ab, was fällig ist. Im Betrieb alle fünf Minuten."
