"""Tables of the queue. No column holds a word of a record: arguments are ids, sentences are those of the
code, with numbers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from knowledge.jobs import kinds
from search.models import OneOf

__all__ = ["Job", "JobQuerySet", "JobWorker"]


class JobQuerySet(models.QuerySet["Job"]):
    """Sentences about jobs."""

    def waiting(self, now: datetime) -> JobQuerySet:
        """Those a worker may take now."""
        return self.filter(Q(retry_at__isnull=True) | Q(retry_at__lte=now), state=Job.State.WAITING)

    def lost(self, now: datetime) -> JobQuerySet:
        """Those whose worker has not been heard of for longer than its lease."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=now)

    def failed(self) -> JobQuerySet:
        """Those somebody has to look at."""
        return self.filter(state=Job.State.FAILED)

    def seen_by(self, user: Any) -> JobQuerySet:
        """Own ones; with the permission those of everybody."""
        return self if user.has_perm("knowledge.view_job") else self.filter(user=user)


class Job(models.Model):
    """A piece of work, from the click that asked for it to its end."""

    class State(models.TextChoices):
        """``RUNNING`` holds as long as the lease does."""

        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("läuft")
        DONE = "done", _("fertig")
        FAILED = "failed", _("gescheitert")

    kind = models.CharField(_("Art"), max_length=60)
    arguments = models.JSONField(_("Datensätze"), default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Gestartet von"),
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(_("Fortschritt in Prozent"), default=0)
    message = models.CharField(_("Satz zum Stand"), max_length=200, blank=True)
    numbers = models.JSONField(_("Zahlen im Satz"), default=dict, blank=True)
    tries = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    tries_allowed = models.PositiveSmallIntegerField(_("Versuche, die erlaubt sind"), default=1)
    lease_until = models.DateTimeField(_("Vergeben bis"), null=True, blank=True)
    retry_at = models.DateTimeField(_("Nächster Versuch"), null=True, blank=True)
    created = models.DateTimeField(_("Angelegt"), default=timezone.now, editable=False)
    finished = models.DateTimeField(_("Beendet"), null=True, blank=True)
    result = models.CharField(_("Datei des Ergebnisses"), max_length=40, blank=True)
    result_name = models.CharField(_("Name der Datei"), max_length=80, blank=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal=(
            "id kind arguments user state percent message numbers tries tries_allowed lease_until retry_at"
            " created finished result result_name"
        )
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("Auftrag")
        verbose_name_plural = _("Aufträge")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "retry_at"], name="knowledge_job_state")]
        constraints = [OneOf("state")]

    def __str__(self) -> str:
        return f"{self.label} ({self.pk})"

    @property
    def label(self) -> str:
        """What it is called; its bare name where no code knows it any more."""
        known = kinds.find(self.kind)
        return str(known.label) if known else self.kind

    @property
    def sentence(self) -> str:
        """Where it stands, or why it failed, in the language of the reader."""
        return gettext(self.message) % self.numbers if self.message else ""

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more by itself."""
        return self.state in {self.State.DONE, self.State.FAILED}


class JobWorker(models.Model):
    """A sign of life of a worker process."""

    name = models.CharField(_("Name"), max_length=64, unique=True)
    seen = models.DateTimeField(_("Zuletzt gesehen"), db_index=True)

    classification: ClassVar[dict[str, Any]] = classify(internal="id name seen")

    class Meta:
        verbose_name = _("Arbeiter")
        verbose_name_plural = _("Arbeiter")

    def __str__(self) -> str:
        return self.name
