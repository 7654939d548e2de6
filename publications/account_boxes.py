"""What ``/konto/`` shows of the library: what became of cases, those of one's own cycles, kept searches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cases.models import CaseFollowUp, CaseMeeting, CasePage
from knowledge.accounts import PREVIOUS_VISIT, AccountBox, BoxEntry, register_box
from knowledge.models import CycleMembership
from knowledge.permissions import viewer_for
from search.models import SavedSearch, mailbox_of
from search.saved import form_of, title_of

__all__: list[str] = []

_MOST = 8


def _previous_visit(request: Any) -> datetime | None:
    return parse_datetime(request.session.get(PREVIOUS_VISIT, ""))


def what_became_of_it(request: Any) -> AccountBox:
    """Follow-ups accepted since the visit before this one; at the first one the newest. Inner ones too: who
    is signed in reads them before their batch.
    """
    seen = _previous_visit(request)
    rows = CaseFollowUp.objects.shown(inner=True).order_by("-decided_at")
    rows = (rows.filter(decided_at__gt=seen) if seen else rows)[: _MOST * 2]
    newest: dict[int, CaseFollowUp] = {}
    for row in rows:
        newest.setdefault(row.case_id, row)
    readable = CasePage.objects.readable_by(viewer_for(request)).in_bulk(list(newest))
    return AccountBox(
        _("Was daraus wurde, seit Sie zuletzt da waren") if seen else _("Was daraus wurde"),
        tuple(
            BoxEntry(readable[pk].title, readable[pk].get_url() or "", str(row))
            for pk, row in newest.items()
            if pk in readable
        )[:_MOST],
        _("Seither ist nichts dazugekommen."),
    )


def cases_of_my_cycles(request: Any) -> AccountBox | None:
    """The cases that one's own rounds consulted, as far as they can be read."""
    cycles = list(CycleMembership.objects.filter(user=request.user).values_list("cycle_id", flat=True))
    if not cycles:
        return None
    consulted = CaseMeeting.objects.filter(meeting__cycle_id__in=cycles).values_list("case_id", flat=True)
    pages = CasePage.objects.readable_by(viewer_for(request)).filter(pk__in=list(consulted)).order_by("title")
    return AccountBox(
        _("Fälle meiner Staffeln"),
        tuple(BoxEntry(page.title, page.get_url() or "", page.get_size_band_display()) for page in pages),
        _("Aus Ihrer Staffel ist noch kein Fall veröffentlicht."),
    )


def kept_searches(request: Any) -> AccountBox | None:
    """The searches somebody with this address wants to hear about, by their words."""
    if not request.user.email:
        return None
    rows = SavedSearch.objects.filter(
        mailbox=mailbox_of(request.user.email), confirmed_at__isnull=False
    ).order_by("-created")
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


register_box("became", 10, what_became_of_it)
register_box("cases", 20, cases_of_my_cycles)
register_box("searches", 40, kept_searches)
