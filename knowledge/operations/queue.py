"""What ``manage.py doctor`` says about jobs and mails: nobody works, something failed, something hangs."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from knowledge.jobs import SILENT, Job, JobWorker
from knowledge.mail import SEND_MAIL, OutgoingMail
from knowledge.operations.finding import HINT, OK, PROBLEM, Diagnosis

__all__ = ["jobs", "mails"]

_PAGE = "In der Verwaltung unter „Aufträge“ steht der Grund, mit „Noch einmal versuchen“."


def jobs() -> Iterable[Diagnosis]:
    """A worker must have been heard of; jobs must not wait long, nor be left as failed."""
    area, now = "Warteschlange", timezone.now()
    working = JobWorker.objects.filter(seen__gt=now - SILENT).count()
    if not working:
        yield Diagnosis(
            area,
            HINT if settings.DEBUG else PROBLEM,
            "kein Arbeiter läuft: Aufträge und Mails bleiben liegen",
            "Starten Sie „manage.py db_worker“ als Dienst (docs/anleitung/betrieb.md).",
        )
    oldest = Job.objects.waiting(now).aggregate(Min("created"))["created__min"]
    stuck = Job.objects.lost(now - SILENT).count()
    if working and (stuck or (oldest is not None and oldest < now - 10 * SILENT)):
        yield Diagnosis(
            area,
            PROBLEM,
            "Aufträge warten seit über einer halben Stunde, obwohl ein Arbeiter läuft",
            "Sehen Sie in sein Protokoll und starten Sie ihn neu. Reicht einer nicht, starten Sie zwei.",
        )
    failed = Job.objects.failed().exclude(kind=SEND_MAIL).count()
    if failed:
        yield Diagnosis(area, HINT, f"{failed} Aufträge sind gescheitert", _PAGE)
    if working and not failed:
        waiting = Job.objects.waiting(now).count()
        yield Diagnosis(area, OK, f"{working} Arbeiter, {waiting} Aufträge warten")


def mails() -> Iterable[Diagnosis]:
    """What the mail server did not take, and what nobody knows of."""
    area = "Mails"
    unsent = Job.objects.failed().filter(kind=SEND_MAIL).count()
    doubtful = OutgoingMail.objects.filter(state=OutgoingMail.State.IN_DOUBT).count()
    tried = Job.objects.filter(kind=SEND_MAIL, state=Job.State.WAITING, tries__gt=0).count()
    if doubtful:
        yield Diagnosis(area, PROBLEM, f"{doubtful} Mails: ungewiss, ob sie angekommen sind", _PAGE)
    if unsent > doubtful:
        yield Diagnosis(area, PROBLEM, f"{unsent - doubtful} Mails ließen sich nicht verschicken", _PAGE)
    if tried:
        yield Diagnosis(
            area,
            HINT,
            f"{tried} Mails wurden vergeblich versucht und warten auf den nächsten Versuch",
            "Prüfen Sie den Mailserver (EMAIL_URL).",
        )
    if not (doubtful or unsent or tried):
        yield Diagnosis(area, OK, f"{OutgoingMail.objects.count()} warten auf den Versand")
