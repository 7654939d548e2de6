"""What moves an application: sent, promised a place, refused, taken back, deleted on its day; and what tells
the applicant. Each function is atomic; none logs a word of a text.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from knowledge.base import reading
from knowledge.cycle.call.models import (
    KEPT_AFTER_REFUSAL,
    Application,
    Attendance,
    deletion_day,
    mark_of,
)
from knowledge.cycle.call.wording import VERSION
from knowledge.cycle.legal_types import legal_type_of
from knowledge.cycle.models import ForumCycle, WorkingMeeting
from knowledge.cycle.signals import Bands, attendance_recorded
from knowledge.cycle.steps import Missing, StepRefused, take_step
from knowledge.enums import ApplicationState, CycleState
from knowledge.guard import reseal, seal
from knowledge.jobs import Running, TryLater, enqueue, hourly, kind
from search.models import mailbox_of
from search.public_forms import PER_MAILBOX, absolute, send

__all__ = [
    "BY_APPLICANT",
    "accepts_applications",
    "apply",
    "decide",
    "delete_due",
    "leave",
    "name_substitute",
    "open_calls",
    "record_attendance",
    "remove_unreadable",
    "reseal_applications",
    "why_closed",
]

logger = logging.getLogger("knowledge.cycle.call")

BY_APPLICANT: Final = frozenset({"zurueckziehen"})
"""Steps that nobody takes for the applicant: the mail would tell them what they have not done."""

TELL_APPLICANT: Final = "knowledge.tell_applicant"
_TRIES: Final = 24 * 7
"""With pauses of up to an hour: a week."""
_FULL: Final = gettext_noop("An dieses Postfach geht gerade keine Mail mehr; sie wird später verschickt.")

_NO_PLACE = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN, ApplicationState.DROPPED_OUT)


def accepts_applications(cycle: ForumCycle) -> bool:
    """Whether the form of a cycle is open today: announced, in time, and its page is for everybody."""
    return (
        cycle.state == CycleState.CALLED
        and cycle.apply_until is not None
        and timezone.localdate() <= cycle.apply_until
        and cycle.is_public
    )


def why_closed(cycle: ForumCycle) -> str:
    """The sentence for who comes to the form of a cycle that takes no applications. A page that is not for
    everybody tells nothing of its cycle.
    """
    if not cycle.is_public:
        return _("Die Ausschreibung ruht.")
    if cycle.state == CycleState.PLANNED:
        return _("Diese Staffel ist noch nicht ausgeschrieben.")
    if cycle.state == CycleState.RUNNING:
        return _("Die Staffel hat schon begonnen.")
    if cycle.state != CycleState.CALLED:
        return _("Die Staffel ist vorbei.")
    if cycle.apply_until is None:
        return _("Die Ausschreibung ruht.")
    return _("Der Anmeldeschluss war am %(day)s.") % {"day": date_format(cycle.apply_until, "j. F Y")}


def open_calls() -> list[ForumCycle]:
    """Cycles whose form is open today, the next deadline first, each with its ``public_page``."""
    called = ForumCycle.objects.filter(state=CycleState.CALLED, apply_until__gte=timezone.localdate())
    in_order = called.select_related("public_page").order_by("apply_until", "number")
    cycles = list(in_order.annotate(is_closed=reading.restriction(path="public_page__path")))
    for cycle in cycles:
        if (page := getattr(cycle, "public_page", None)) is not None:
            page.is_restricted = cycle.is_closed
    return [cycle for cycle in cycles if accepts_applications(cycle)]


@transaction.atomic
def apply(*, cycle: ForumCycle, language: str, values: Mapping[str, Any]) -> bool:
    """Keep an application whose concern was looked through, and write to its sender; ``False`` where this
    mailbox has applied already: then its owner gets the link again and nothing else changes.

    ``values`` are the cleaned values of :class:`knowledge.cycle.call.forms.ApplicationForm`.
    """
    known = Application.objects.filter(cycle=cycle, mailbox_mark=mark_of(values["mail"])).first()
    if known is not None:
        _write_once_more(known, "application_again")
        return False
    row = Application(
        cycle=cycle,
        federal_state=values["land"],
        size_band=values["groesse"],
        legal_type=values.get("rechtsform")
        or legal_type_of(values["kommune"], values["land"], values["groesse"]),
        finance_band=values.get("haushalt", ""),
        admin_size=values.get("verwaltung", ""),
        target_group=values.get("funktion"),
        sealed_concern=seal(values["anliegen"]),
        consent_wording=VERSION,
        language=language,
        delete_on=deletion_day(cycle),
    )
    row.seal_person(
        name=values["name"],
        email=values["mail"],
        municipality=values["kommune"],
        function=values.get("andere", ""),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same form sent twice at once
        return False
    if not _write_once_more(row, "application_received"):
        enqueue(TELL_APPLICANT, row.pk)
    return True


@kind(TELL_APPLICANT, label=gettext_lazy("Bestätigung einer Anmeldung"), tries=_TRIES)
def tell_applicant(job: Running) -> None:
    """Send the link of the application in the first argument as soon as its mailbox gets mail again: others
    may have used up what it gets in a day. Once it is decided its owner has the link from there.
    """
    row = Application.objects.filter(pk=job.arguments[0], state=ApplicationState.RECEIVED).first()
    if row is None:
        return
    with job.once():
        if not _write_once_more(row, "application_received"):
            raise TryLater(_FULL)


@transaction.atomic
def decide(*, application: Application, step: str) -> None:
    """An organiser promises a place, puts on the waiting list, refuses or takes a refusal back; the applicant
    hears of each. Raises ``StepRefused``, also for what is the applicant's alone, and where nobody can be
    told.
    """
    if step in BY_APPLICANT:
        raise StepRefused([Missing(_("Das kann nur, wer sich angemeldet hat."))])
    if not application.is_readable:
        raise StepRefused(
            [
                Missing(
                    _(
                        "Diese Anmeldung lässt sich nicht öffnen: Ihr Schlüssel fehlt in RAW_CASE_KEYS. Ist"
                        " er verloren, lässt sie sich nur noch löschen."
                    )
                )
            ]
        )
    take_step(record=application, name=step, decided_at=timezone.now(), delete_on=_day(application, step))
    templates = {
        ApplicationState.ACCEPTED: "application_accepted",
        ApplicationState.WAITING: "application_waiting",
        ApplicationState.DECLINED: "application_declined",
        ApplicationState.RECEIVED: "application_reopened",
    }
    if template := templates.get(ApplicationState(application.state)):
        _write_to(application, template)


@transaction.atomic
def leave(*, application: Application) -> None:
    """The applicant takes it back, or gives a promised place back, also while nothing of it can be opened.
    Raises ``StepRefused``.
    """
    step = "aussteigen" if application.state == ApplicationState.ACCEPTED else "zurueckziehen"
    take_step(record=application, name=step, decided_at=timezone.now(), delete_on=_day(application, step))
    if application.is_readable:
        _write_to(application, "application_left")


@transaction.atomic
def remove_unreadable(*, application: Application) -> bool:
    """The way out where the key is lost: the application is deleted, so that it keeps no place, no decision
    and no archive waiting. Of who was at a meeting the bands stay until their day, because k of the cycle
    counts them; ``False`` for these.

    Raises ``StepRefused`` for one that can be opened.
    """
    row = Application.objects.select_for_update().get(pk=application.pk)
    if row.is_readable:
        raise StepRefused([Missing(_("Diese Anmeldung lässt sich öffnen; sie bleibt bis zu ihrem Tag."))])
    logger.warning("application %s deleted: no key opens it", row.code)
    if not row.attendances.filter(present=True).exists():
        row.delete()
        return True
    row.empty()
    row.save()
    return False


def _day(application: Application, step: str) -> Any:
    """What comes to nothing is deleted sooner; a refusal that is taken back, and who left after a meeting,
    stays as long as the others.
    """
    after = next((one.after for one in Application.STEPS if one.name == step), "")
    if after in _NO_PLACE and not application.attendances.exists():
        return timezone.localdate() + timedelta(days=KEPT_AFTER_REFUSAL)
    return deletion_day(application.cycle)


@transaction.atomic
def name_substitute(*, application: Application, name: str, email: str) -> None:
    """Somebody else comes; an empty name takes it back."""
    sealed = seal({"name": name, "email": email}) if name else ""
    Application.objects.filter(pk=application.pk, state=ApplicationState.ACCEPTED).update(
        sealed_substitute=sealed
    )
    application.refresh_from_db()


@transaction.atomic
def record_attendance(
    *, meeting: WorkingMeeting, present: Collection[int], by_substitute: Collection[int] = ()
) -> int:
    """Who of those with a place was there, by the keys of their applications; answers how many. Their bands,
    and those of all who were ever there in this cycle, are told to whoever counts participants.

    Raises ``StepRefused`` before the day of the meeting.
    """
    if meeting.date is None or meeting.date > timezone.localdate():
        raise StepRefused(
            [Missing(_("Dieses Treffen steht noch bevor. Wer da war, tragen Sie am Tag selbst ein."))]
        )
    accepted = list(meeting.cycle.applications.accepted())
    for application in accepted:
        Attendance.objects.update_or_create(
            meeting=meeting,
            application=application,
            defaults={
                "present": application.pk in present or application.pk in by_substitute,
                "by_substitute": application.pk in by_substitute,
            },
        )
    there = Attendance.objects.filter(meeting__cycle=meeting.cycle, present=True)
    present_now = there.filter(meeting=meeting)
    attendance_recorded.send(
        ForumCycle, cycle=meeting.cycle, meeting=meeting, ever=_bands(there), present=_bands(present_now)
    )
    return present_now.count()


def _bands(there: QuerySet[Attendance]) -> Counter[Bands]:
    names = ("federal_state", "size_band", "legal_type", "finance_band", "admin_size")
    rows = there.values_list("application", *(f"application__{name}" for name in names)).distinct()
    return Counter(Bands(*band) for _application, *band in rows)


@transaction.atomic
def delete_due() -> int:
    """Delete the applications whose day has come; answers how many."""
    due = Application.objects.due()
    count = due.count()
    due.delete()
    return count


@hourly
def forget_applications() -> None:
    """What a worker does every hour."""
    delete_due()


@transaction.atomic
def reseal_applications() -> int:
    """Seal every application anew with the first key; answers how many. Raises ``SealError``."""
    rows = list(Application.objects.select_for_update())
    for row in rows:
        Application.objects.filter(pk=row.pk).update(
            sealed_person=reseal(row.sealed_person),
            sealed_concern=reseal(row.sealed_concern),
            sealed_substitute=reseal(row.sealed_substitute),
        )
    return len(rows)


def _write_once_more(application: Application, template: str) -> bool:
    """Write to an address that anybody may have typed: no more often than any other form does. ``False``
    where its mailbox gets no more for now.
    """
    if not application.person:
        return True
    if PER_MAILBOX.take(mailbox_of(application.person["email"])) is not None:
        return False
    _write_to(application, template)
    return True


def _write_to(application: Application, template: str) -> None:
    """Tell the applicant, by the link that leads to their application. No word of theirs stands in it:
    whether the address is that of who typed it, nobody knows. Nobody is told where the address is gone
    (:func:`remove_unreadable`).
    """
    if not application.person:
        return
    with translation.override(application.language):
        address = absolute(reverse("application", args=[application.key]))
    send(
        to=application.person["email"],
        language=application.language,
        template=f"knowledge/mail/{template}.txt",
        context={"cycle": application.cycle, "address": address},
        end_url="",
        message_id=f"anmeldung.{application.key}.{application.row_version}.{template}",
    )
