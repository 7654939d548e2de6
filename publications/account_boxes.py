"""What ``/konto/`` shows of the library: what became of cases, those of one's own cycles, kept searches."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import CaseFollowUp, CaseMeeting, CasePage
from knowledge.accounts import (
    PREVIOUS_VISIT,
    AccountBox,
    BoxEntry,
    own_mailboxes,
    register_box,
    register_news,
)
from knowledge.alumni import KeptEntry, kept_entries
from knowledge.base import title_for_reader
from knowledge.enums import Outcome
from knowledge.models import (
    CycleMembership,
    ExchangeRequest,
    ExchangeTopic,
    KeptRecord,
    LessonPage,
    record_models,
)
from knowledge.permissions import audiences_for, is_inner, viewer_for
from search.contract import Viewer
from search.models import SavedSearch
from search.saved import form_of, title_of

__all__: list[str] = []

_MOST = 8


def _previous_visit(request: Any) -> datetime | None:
    return parse_datetime(request.session.get(PREVIOUS_VISIT, ""))


def _entry(page: Any, note: str) -> BoxEntry:
    """A record, as the reader's language calls it."""
    title, is_english = title_for_reader(page)
    return BoxEntry(title, page.get_url() or "", note, german=not is_english)


def what_became_of_it(request: Any) -> AccountBox:
    """The cases that were heard of last, each once with its latest state; what is new since the visit before
    this one says so. Inner ones too: who is signed in reads them before their batch.
    """
    seen = _previous_visit(request)
    shown = CaseFollowUp.objects.shown(inner=True)
    arrived = dict.fromkeys(shown.order_by("-decided_at").values_list("case_id", flat=True))
    readable = CasePage.objects.readable_by(viewer_for(request)).in_bulk(list(arrived))
    cases = [pk for pk in arrived if pk in readable][:_MOST]
    latest = {row.case_id: row for row in shown.filter(case__in=cases).order_by("after")}
    new = {pk for pk, row in latest.items() if seen and row.decided_at and row.decided_at > seen}
    return AccountBox(
        _heading(len(new)) if seen else _("Was daraus wurde"),
        tuple(
            _entry(
                readable[pk],
                " · ".join(
                    filter(None, [str(latest[pk]), _("neu seit Ihrem letzten Besuch") if pk in new else ""])
                ),
            )
            for pk in cases
        ),
        _("Noch ist aus keinem Fall etwas gemeldet."),
    )


def _heading(new: int) -> str:
    if not new:
        return _("Was daraus wurde: nichts Neues seit Ihrem letzten Besuch")
    return ngettext(
        "Was daraus wurde: %(n)d Fall neu seit Ihrem letzten Besuch",
        "Was daraus wurde: %(n)d Fälle neu seit Ihrem letzten Besuch",
        new,
    ) % {"n": new}


def cases_of_my_cycles(request: Any) -> AccountBox | None:
    """The cases that one's own rounds consulted, as far as they can be read."""
    cycles = list(CycleMembership.objects.filter(user=request.user).values_list("cycle_id", flat=True))
    if not cycles:
        return None
    consulted = CaseMeeting.objects.filter(meeting__cycle_id__in=cycles).values_list("case_id", flat=True)
    pages = CasePage.objects.readable_by(viewer_for(request)).filter(pk__in=list(consulted)).order_by("title")
    return AccountBox(
        _("Fälle meiner Staffeln"),
        tuple(_entry(page, page.get_size_band_display()) for page in pages),
        _("Aus Ihrer Staffel ist noch kein Fall veröffentlicht."),
    )


def kept_searches(request: Any) -> AccountBox | None:
    """The searches somebody with this mailbox wants to hear about, by their words."""
    mailboxes = own_mailboxes(request.user)
    if not mailboxes:
        return None
    rows = SavedSearch.objects.filter(mailbox__in=mailboxes, confirmed_at__isnull=False).order_by("-created")
    return AccountBox(
        _("Gemerkte Suchen"),
        tuple(
            BoxEntry(
                title_of(form_of(row.address)) or _("Alle Einträge"),
                f"{reverse('search:results')}{row.address}",
                row.get_rhythm_display(),
            )
            for row in rows
        ),
        _("Noch keine: Auf jeder Ergebnisseite lässt sich die Suche merken."),
    )


def topics(request: Any) -> AccountBox | None:
    """What the person offers and seeks, and who would like to talk; nobody's name."""
    if not is_inner(viewer_for(request)):
        return None
    mine = ExchangeTopic.objects.filter(user=request.user).select_related("challenge_area")
    asked = ExchangeRequest.objects.filter(topic__user=request.user, state=ExchangeRequest.State.OPEN).count()
    note = ngettext(
        "%(count)d Person möchte mit Ihnen sprechen", "%(count)d Personen möchten mit Ihnen sprechen", asked
    )
    address = reverse("account_topics")
    entries = [BoxEntry(note % {"count": asked}, address)] if asked else []
    entries += [BoxEntry(row.challenge_area.label, "", row.get_kind_display()) for row in mine]
    return AccountBox(
        _("Themen, die ich anbiete oder suche"),
        tuple(entries),
        _("Noch keine. Andere lesen das Thema, aber nicht Ihren Namen."),
        BoxEntry(_("Themen nennen und Leute finden"), address),
    )


def kept_records(request: Any) -> AccountBox:
    """The newest records on the person's lists, with their notes."""
    rows = list(KeptRecord.objects.filter(user=request.user).order_by("-kept_at", "-pk")[:_MOST])
    return AccountBox(
        _("Meine Merkliste"),
        tuple(map(_kept_entry, filter(attrgetter("page"), kept_entries(rows, viewer_for(request))))),
        _("Noch keine Notiz: Über jedem Eintrag steht „Notiz anlegen“."),
        BoxEntry(_("Listen und Notizen"), reverse("account_kept")) if rows else None,
    )


def _kept_entry(kept: KeptEntry) -> BoxEntry:
    """The record as the reader's language calls it, or a chapter by its German name."""
    note = " · ".join(filter(None, [_standing(kept.page), kept.row.list_name, kept.row.note]))
    if "#" not in kept.key:
        return _entry(kept.page, note)
    return BoxEntry(kept.title, kept.url, note, german=True)


def _standing(page: Any) -> str:
    """What a title alone would leave out: the state of a lesson, what became of a case."""
    if isinstance(page, LessonPage):
        return str(page.state.label)
    return str(Outcome(page.shown_outcome).label) if isinstance(page, CasePage) else ""


def _new_follow_ups(user: Any, since: datetime) -> int:
    """Follow-ups accepted since then, about cases that the person may read."""
    cases = (
        CaseFollowUp.objects.shown(inner=True).filter(decided_at__gt=since).values_list("case_id", flat=True)
    )
    return int(CasePage.objects.readable_by(_viewer(user)).filter(pk__in=list(cases)).count())


def _new_records(user: Any, since: datetime) -> int:
    """Records that became readable for the person since then."""
    return sum(
        model.objects.readable_by(_viewer(user)).filter(first_published_at__gt=since).count()
        for model in record_models()
    )


def _new_requests(user: Any, since: datetime) -> int:
    """Who would like to talk to the person."""
    return ExchangeRequest.objects.filter(
        topic__user=user, state=ExchangeRequest.State.OPEN, asked_at__gt=since
    ).count()


def _viewer(user: Any) -> Viewer:
    return Viewer(audiences=audiences_for(user))


register_box("became", 10, what_became_of_it)
register_box("cases", 20, cases_of_my_cycles)
register_box("topics", 30, topics)
register_box("searches", 40, kept_searches)
register_box("kept", 50, kept_records)
register_news("became", 10, gettext_lazy("Was aus Fällen wurde"), _new_follow_ups)
register_news("records", 20, gettext_lazy("Neue Einträge"), _new_records)
register_news("requests", 30, gettext_lazy("Menschen, die mit Ihnen sprechen möchten"), _new_requests)
