"""What has to be in order before a format, a cycle or a meeting takes a step: sentences that lead there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.cycle.gate import open_of_meeting, open_requirements
from knowledge.cycle.steps import Missing
from knowledge.enums import CycleState, MeetingState

__all__ = [
    "begin_ends",
    "for_archive",
    "for_begin",
    "for_call",
    "for_closing",
    "for_evaluation",
    "for_holding",
    "for_preparation",
    "for_transfer",
    "for_trial",
    "for_working_up",
]

CLOSED = (CycleState.CLOSED, CycleState.ARCHIVED)
CYCLES_FOR_TRANSFER = 2
"""A format that others may take over has been through so many closed cycles."""


def _form(record: Any) -> str:
    """The form of a record in the administration."""
    meta = record._meta
    return reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[record.pk])


# --------------------------------------------------------------------------- formats


def for_trial(form: Any) -> Iterator[Missing]:
    """A format is tried once a cycle has been through it."""
    if not form.cycles.filter(state__in=CLOSED).exists():
        yield Missing(_("Noch keine Staffel nach diesem Format ist abgeschlossen."))


def for_transfer(form: Any) -> Iterator[Missing]:
    """Others can take it over once it says what it is and has been tried more than once."""
    closed = form.cycles.filter(state__in=CLOSED).count()
    if closed < CYCLES_FOR_TRANSFER:
        yield Missing(
            _("Nach diesem Format sind %(closed)d Staffeln abgeschlossen, nötig sind %(needed)d.")
            % {"closed": closed, "needed": CYCLES_FOR_TRANSFER}
        )
    if not form.principles.strip():
        yield Missing(_("Die Grundsätze fehlen."), _form(form))
    if not form.licence.strip():
        yield Missing(_("Die Lizenz fehlt."), _form(form))
    if not form.target_groups.exists():
        yield Missing(_("Es fehlt, für wen das Format gemacht ist."), _form(form))


# --------------------------------------------------------------------------- cycles


def for_call(cycle: Any) -> Iterator[Missing]:
    """An announced cycle tells all that somebody must know who applies."""
    today, edit = timezone.localdate(), _form(cycle)
    for name, sentence in (
        ("call_text", _("Der Text der Ausschreibung fehlt.")),
        ("confidentiality", _("Es fehlt, was zur Vertraulichkeit gilt.")),
        ("commitment", _("Es fehlt, wozu sich verpflichtet, wer sich anmeldet.")),
        ("costs", _("Es fehlt, was die Teilnahme kostet.")),
    ):
        if not getattr(cycle, name).strip():
            yield Missing(sentence, edit)
    if not cycle.questions.exists():
        yield Missing(_("Die Leitfragen fehlen."), edit)
    if cycle.apply_until is None:
        yield Missing(_("Es fehlt, bis wann man sich anmelden kann."), edit)
    elif cycle.apply_until < today:
        yield Missing(_("Der Anmeldeschluss ist schon vorbei."), edit)
    yield from _dates(cycle, edit)
    page = getattr(cycle, "public_page", None)
    if page is None:
        yield Missing(
            _("Die öffentliche Seite der Staffel fehlt."), reverse("cycle_page_new", args=[cycle.pk])
        )
    elif not page.live:
        yield Missing(
            _("Die öffentliche Seite der Staffel ist noch ein Entwurf."),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )
    elif not cycle.is_public:
        yield Missing(
            _("Die öffentliche Seite der Staffel ist nicht für alle zu lesen."),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )


def _dates(cycle: Any, edit: str) -> Iterator[Missing]:
    """As many meetings as the format asks for, each with its date within the cycle, in their order."""
    meetings = list(cycle.meetings.order_by("number"))
    lacking = cycle.format.min_meetings - len(meetings)
    if lacking > 0:
        yield Missing(
            ngettext("Es fehlt noch %(n)d Arbeitstreffen.", "Es fehlen noch %(n)d Arbeitstreffen.", lacking)
            % {"n": lacking},
            edit,
        )
    for meeting in meetings:
        if meeting.date is None:
            yield Missing(_("Treffen %(no)d hat kein Datum.") % {"no": meeting.number}, edit)
        elif not cycle.starts <= meeting.date <= cycle.ends:
            yield Missing(
                _("Treffen %(no)d liegt nicht zwischen Beginn und Ende.") % {"no": meeting.number}, edit
            )
    dates = [meeting.date for meeting in meetings if meeting.date]
    if dates != sorted(set(dates)):
        yield Missing(_("Die Daten der Treffen folgen nicht ihren Nummern."), edit)


def for_begin(cycle: Any) -> Iterator[Missing]:
    """It begins when who takes part is decided."""
    open_ones = cycle.applications.undecided().count()
    if open_ones:
        yield Missing(
            ngettext(
                "Über %(n)d Anmeldung ist noch nicht entschieden.",
                "Über %(n)d Anmeldungen ist noch nicht entschieden.",
                open_ones,
            )
            % {"n": open_ones},
            reverse("cycle_applications", args=[cycle.pk]),
        )
    if not cycle.applications.accepted().exists():
        yield Missing(_("Noch niemand hat eine Zusage."), reverse("cycle_applications", args=[cycle.pk]))


def begin_ends(cycle: Any) -> str:
    """What ends when a cycle begins: the call, maybe before its day."""
    if cycle.apply_until is None:
        return _("Damit endet die Ausschreibung. Das lässt sich nicht zurücknehmen.")
    day = {"day": date_format(cycle.apply_until, "j. F Y")}
    if timezone.localdate() <= cycle.apply_until:
        return (
            _(
                "Damit endet die Ausschreibung vor dem Anmeldeschluss am %(day)s: Termine und Formular"
                " sind zu, und niemand kann sich mehr anmelden. Das lässt sich nicht zurücknehmen."
            )
            % day
        )
    return (
        _("Damit endet die Ausschreibung; Anmeldeschluss war am %(day)s. Das lässt sich nicht zurücknehmen.")
        % day
    )


def for_evaluation(cycle: Any) -> Iterator[Missing]:
    """All meetings have taken place."""
    waiting = cycle.meetings.exclude(state__in=[MeetingState.HELD, MeetingState.WORKED_UP])
    for meeting in waiting.order_by("number"):
        yield Missing(_("Treffen %(no)d hat noch nicht stattgefunden.") % {"no": meeting.number})


def for_closing(cycle: Any) -> Iterator[Missing]:
    """Every meeting is worked up, and every requirement of every app is met."""
    for _requirement, missing in open_requirements(cycle):
        yield from missing
    for meeting in cycle.meetings.exclude(state=MeetingState.WORKED_UP).order_by("number"):
        yield Missing(_("Treffen %(no)d ist noch nicht nachbereitet.") % {"no": meeting.number})
    if not cycle.evaluation.strip():
        yield Missing(_("Die Auswertung fehlt."), _form(cycle))


def for_archive(cycle: Any) -> Iterator[Missing]:
    """Nothing personal of it is left."""
    kept = cycle.applications.count()
    if kept:
        yield Missing(
            ngettext(
                "%(n)d Anmeldung ist noch nicht gelöscht.",
                "%(n)d Anmeldungen sind noch nicht gelöscht.",
                kept,
            )
            % {"n": kept},
            reverse("cycle_applications", args=[cycle.pk]),
        )


# --------------------------------------------------------------------------- meetings


def for_preparation(meeting: Any) -> Iterator[Missing]:
    """A prepared meeting has its day and knows what it wants."""
    edit = _form(meeting)
    if meeting.date is None:
        yield Missing(_("Das Datum fehlt."), edit)
    if not meeting.goals.exists():
        yield Missing(_("Die Ziele fehlen."), edit)
    if not meeting.lessons_to_check.exists():
        yield Missing(_("Keine Lehre steht zur Prüfung an."), reverse("meeting_lessons", args=[meeting.pk]))


def for_holding(meeting: Any) -> Iterator[Missing]:
    """It has taken place when its day has come and it is known who was there."""
    if meeting.cycle.state != CycleState.RUNNING:
        yield Missing(
            _("Die Staffel läuft nicht: Ihr Stand ist „%(state)s“.")
            % {"state": meeting.cycle.get_state_display()}
        )
    if meeting.date is None or meeting.date > timezone.localdate():
        yield Missing(_("Der Tag des Treffens ist noch nicht da."), _form(meeting))
    if not meeting.attendances.exists():
        yield Missing(
            _("Es ist nicht eingetragen, wer da war."), reverse("meeting_attendance", args=[meeting.pk])
        )


def for_working_up(meeting: Any) -> Iterator[Missing]:
    """Every requirement of every app is met for this meeting."""
    return iter(open_of_meeting(meeting))
