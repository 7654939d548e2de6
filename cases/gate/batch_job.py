"""The mixed batch as a job: an editor starts it and sees how far it is."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.gate.actions import publish_batch
from cases.gate.batches import TAKEN_BACK, batch_date, unmixed
from cases.gate.clearance import problems
from cases.models import CaseIndexPage, CasePage, PublicationRefused
from knowledge.jobs import JobRefused, Running, kind

__all__ = ["RELEASE_BATCH", "may_release_batch"]

RELEASE_BATCH: Final = "cases.release_batch"

CHECKED: Final = gettext_noop("%(done)s von %(all)s Fällen geprüft")
PUBLISHING: Final = gettext_noop("Die Fälle werden veröffentlicht")
PUBLISHED: Final = gettext_noop("%(count)s Fälle sind veröffentlicht.")
NOT_READY: Final = gettext_noop(
    "Nichts veröffentlicht. Fälle, die nicht mehr bereit sind: %(count)s. Bitte die Seite der gemischten"
    " Veröffentlichung neu öffnen; sie zeigt, welche es noch sind."
)
UNMIXED: Final = gettext_noop(
    "Nichts veröffentlicht. Diese Fälle sind keine gemischte Sammlung mehr. Bitte die Seite der gemischten"
    " Veröffentlichung neu öffnen; sie sagt, was fehlt."
)


def may_release_batch(user: Any) -> bool:
    """Whether a user may publish cases."""
    index = CaseIndexPage.objects.first()
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


@kind(
    RELEASE_BATCH,
    label=_("Gemischte Veröffentlichung"),
    about=_("Veröffentlicht alle Fälle, die bereit sind, gemeinsam unter dem Datum der Sammlung."),
    allowed=may_release_batch,
    start="release_batch",
)
def release(job: Running) -> None:
    """Publish the cases of the arguments together, all or none, as the editor saw them on the page."""
    cases, not_ready = [], 0
    for done, pk in enumerate(job.arguments, 1):
        page = CasePage.objects.filter(pk=pk, live=False).exclude(TAKEN_BACK).first()
        draft = page.get_latest_revision_as_object() if page is not None else None
        if draft is None or problems(draft):
            not_ready += 1
        else:
            cases.append(draft)
        job.report(80 * done // len(job.arguments), CHECKED, done=done, all=len(job.arguments))
    if not_ready:
        raise JobRefused(NOT_READY, count=not_ready)
    if unmixed(cases):
        raise JobRefused(UNMIXED)
    job.report(85, PUBLISHING)
    try:
        with job.once(PUBLISHED, count=len(cases)):
            publish_batch(cases=cases, on=batch_date(), user=job.user)
    except PublicationRefused as error:
        raise JobRefused(NOT_READY, count=1) from error
