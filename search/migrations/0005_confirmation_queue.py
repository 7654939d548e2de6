"""Confirmations of saved searches wait in a queue."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F


def fill(apps: Any, schema_editor: Any) -> None:
    """Rows of before: the mailbox from the address; whoever has not confirmed was asked when the row was made."""
    from search.models.subscriptions import mailbox_of

    rows = apps.get_model("search", "SavedSearch").objects
    rows.filter(confirmed_at__isnull=True).update(asked_at=F("created"))
    for row in rows.only("pk", "email"):
        rows.filter(pk=row.pk).update(mailbox=mailbox_of(row.email))


class Migration(migrations.Migration):
    dependencies = [("search", "0004_glossary_blocked")]

    operations = [
        migrations.AddField(
            "savedsearch",
            "mailbox",
            models.CharField(
                db_index=True,
                default="",
                editable=False,
                help_text="Die Adresse ohne Zusatz hinter „+“: Danach wird gezählt, was wartet.",
                max_length=254,
                verbose_name="Postfach",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "savedsearch",
            "asked_at",
            models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Leer, solange die Mail mit dem Link noch nicht verschickt ist.",
                null=True,
                verbose_name="Um Bestätigung gebeten",
            ),
        ),
        migrations.AddField(
            "savedsearch",
            "attempts",
            models.PositiveSmallIntegerField(
                default=0,
                editable=False,
                help_text="Wie oft die Mail mit dem Link nicht verschickt werden konnte.",
                verbose_name="Vergebliche Versuche",
            ),
        ),
        migrations.AddField(
            "savedsearch",
            "retry_at",
            models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Vorher wird die Mail mit dem Link nicht noch einmal versucht.",
                null=True,
                verbose_name="Nächster Versuch",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
