"""The abstract record that stands beside a page: what somebody contributes to it, whatever becomes of it.

A contribution is no child of a revision: an older draft that is published never touches it. It points at its
record with a plain foreign key, so a record with contributions is not deleted (:mod:`knowledge.base.in_use`).
Its state moves through :mod:`knowledge.contributions.actions` alone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.base import VersionedRecord, by_field
from knowledge.classification import classify
from knowledge.enums import ContributionOrigin, ContributionState
from knowledge.guard import GuardUnavailable, OpenFinding, SealError, rules
from knowledge.permissions import is_inner
from search.contract import Viewer
from search.models import OneOf

__all__ = ["Contribution", "ContributionQuerySet", "StateMoved", "contribution_models", "undecided_until"]

UNDECIDED_MONTHS = 12
"""So long a contribution that nobody decides about is kept."""


class StateMoved(RuntimeError):
    """The state of a contribution was changed by hand; only the actions move it."""


class ContributionQuerySet(models.QuerySet[Any]):
    """Contributions by what became of them."""

    def received(self) -> Self:
        """Those that wait for an editor."""
        return self.filter(state=ContributionState.RECEIVED)

    def accepted(self) -> Self:
        """Those that an editor has accepted; some of them wait for their batch."""
        return self.filter(state=ContributionState.ACCEPTED)

    def waiting(self) -> Self:
        """Accepted ones that no batch has taken along yet."""
        return self.accepted().filter(public_from=None)

    def shown_to(self, viewer: Viewer) -> Self:
        """The rule of :meth:`Contribution.is_shown` for the database."""
        return self.shown(inner=is_inner(viewer))

    def shown(self, *, inner: bool) -> Self:
        """The same for somebody who is signed in (``inner``) or for everybody."""
        found = self.accepted()
        return found if inner else found.filter(public_from__lte=timezone.localdate())


def undecided_until() -> date:
    """Until when a contribution is kept that nobody decides about."""
    return timezone.localdate() + relativedelta(months=UNDECIDED_MONTHS)


class Contribution(VersionedRecord):
    """What somebody contributes to a record. ``about`` names the foreign key to it.

    It is received, then accepted or rejected by somebody with the permission ``decide``; shown only when it
    is accepted, to whoever is signed in at once, to everybody from ``public_from`` on.
    """

    text_guard: ClassVar[str] = "accept"
    about: ClassVar[str]
    _state_when_read: str | None = None
    waits_for_batch: ClassVar[bool] = True
    """Whether its date would tell something, so that readers see it with the next mixed batch only."""
    needs_second_person: ClassVar[bool] = False
    """Whether whoever entered it in the administration may not accept it."""

    state = models.CharField(
        _("Stand"),
        max_length=12,
        choices=ContributionState,
        default=ContributionState.RECEIVED,
        editable=False,
    )
    origin = models.CharField(
        _("Weg"), max_length=8, choices=ContributionOrigin, default=ContributionOrigin.FORM, editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Eingetragen von"),
    )
    received_at = models.DateTimeField(_("Eingegangen"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Entschieden von"),
    )
    decided_at = models.DateTimeField(_("Entschieden am"), null=True, blank=True, editable=False)
    decision = models.CharField(_("Grund der Ablehnung"), max_length=240, blank=True, editable=False)
    public_from = models.DateField(
        _("Für alle sichtbar ab"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Datum der gemischten Veröffentlichung; leer, solange sie aussteht."),
    )
    findings = models.JSONField(
        _("Funde der Textprüfung"),
        default=list,
        editable=False,
        help_text=_("Feld und Art, kein Wort des Textes."),
    )
    keep_until = models.DateField(
        _("Wird gelöscht am"), null=True, blank=True, default=undecided_until, editable=False
    )

    objects = ContributionQuerySet.as_manager()

    classification: ClassVar[dict[str, Any]] = classify(
        internal=(
            "row_version state origin submitted_by received_at decided_by decided_at decision public_from"
            " findings keep_until"
        )
    )

    class Meta:
        abstract = True
        ordering: ClassVar[Any] = ["-received_at", "-pk"]
        default_permissions = ("add", "change", "delete", "view", "decide")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            OneOf("state"),
            OneOf("origin"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_state_fits",
                condition=Q(
                    state=ContributionState.RECEIVED,
                    decided_at=None,
                    decision="",
                    public_from=None,
                    keep_until__isnull=False,
                )
                | Q(state=ContributionState.ACCEPTED, decided_at__isnull=False, decision="", keep_until=None)
                | (
                    Q(
                        state=ContributionState.REJECTED,
                        decided_at__isnull=False,
                        public_from=None,
                        keep_until__isnull=False,
                    )
                    & ~Q(decision="")
                ),
            ),
        ]

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        """Remember the state, so that a save cannot move it."""
        row = super().from_db(db, field_names, values, **kwargs)
        row._state_when_read = row.__dict__.get("state")
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Remember the state."""
        super().refresh_from_db(*args, **kwargs)
        self._state_when_read = self.__dict__.get("state")

    @classmethod
    def proposed_for(cls, record: Any) -> dict[str, Any]:
        """Values with which an empty form about this record begins."""
        return {}

    @classmethod
    def can_be_about(cls, page_type: type[models.Model] | None) -> bool:
        """Whether pages of this type can have one."""
        return page_type is cls._meta.get_field(cls.about).related_model

    @property
    def record(self) -> Any:
        """The page it is about."""
        return getattr(self, self.about)

    @property
    def is_received(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == ContributionState.RECEIVED

    @property
    def is_accepted(self) -> bool:
        """Whether readers may see it, now or with the next batch."""
        return self.state == ContributionState.ACCEPTED

    @property
    def is_waiting(self) -> bool:
        """Whether it is accepted and waits for the next batch."""
        return self.is_accepted and self.public_from is None

    def is_shown(self, *, inner: bool) -> bool:
        """Whether it is shown, to somebody who is signed in (``inner``) or to everybody."""
        return self.is_accepted and (
            inner or (self.public_from is not None and self.public_from <= timezone.localdate())
        )

    def open_findings(self) -> list[OpenFinding]:
        """Passages that nobody has decided about. Raises ``GuardUnavailable``."""
        return rules.open_findings(self)

    def objections(self) -> list[str]:
        """What else keeps it from being accepted, as sentences."""
        return []

    def clean(self) -> None:
        """What is shown already names nobody: said at the field of the form."""
        super().clean()
        found = self.open_findings() if self.is_accepted else []
        if found:
            raise by_field(self, found)

    def _codes(self) -> list[dict[str, Any]]:
        """Field and kind of what was found. Without the detector or its keys nothing: what somebody entered
        is stored all the same, and accepting asks again.
        """
        try:
            found = self.open_findings()
        except (GuardUnavailable, SealError):
            return []
        return [{"field": item.field, "kind": item.kind, "certain": item.is_certain} for item in found]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save words; an accepted contribution passes the guard of public texts.

        Raises :class:`knowledge.guard.PublicTextRefused`, ``StateMoved`` for a state that no action set,
        ``OutdatedRecord`` for a version that somebody has overwritten.
        """
        before = ContributionState.RECEIVED if self._state.adding else self._state_when_read
        if self.state != before:
            raise StateMoved(f"{self._meta.label}: {before} -> {self.state}")
        if rules.touches_text(type(self), kwargs.get("update_fields")):
            if self.is_accepted:
                rules.refuse(self, self.open_findings())
            self.findings = self._codes()
        super().save(*args, **kwargs)
        self._state_when_read = self.state


def contribution_models() -> list[type[Contribution]]:
    """Every kind of contribution, in the order of the installed apps."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, Contribution)]
