"""The PDF of one publication as a job: an editor starts it and sees how far it is."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from knowledge.jobs import JobRefused, Running, TryLater, kind
from publications.models import PublicationPage
from publications.pdf.actions import attach_pdf, is_built
from publications.pdf.rendering import PdfTooSlowError, PdfUnavailableError, render_pdf

__all__ = ["BUILD_PDF", "has_own_file", "subject"]

BUILD_PDF: Final = "publications.build_pdf"

BUILDING: Final = gettext_noop("Die PDF wird aus den Kapiteln gebaut")
BUILT: Final = gettext_noop("Die PDF mit %(kilobytes)s kB hängt an der Veröffentlichung.")
UNCHANGED: Final = gettext_noop("Die PDF war schon auf dem Stand der Kapitel.")
GONE: Final = gettext_noop("Diese Veröffentlichung gibt es nicht mehr.")
OWN_FILE: Final = gettext_noop(
    "An der Veröffentlichung hängt eine eigene Datei; sie bleibt. Wer die gebaute will, nimmt"
    " sie zuerst heraus."
)
UNAVAILABLE: Final = gettext_noop(
    "PDF-Ausgabe ist hier nicht möglich. Bitte der Technik sagen: „pip install weiterdenken[pdf]“ und das"
    " Debian-Paket „libpangoft2-1.0-0“ fehlen."
)
SLOW: Final = gettext_noop("Die PDF braucht gerade zu lange.")
REFUSED: Final = gettext_noop(
    "Die PDF wurde nicht angenommen, weil in ihr etwas steht, das jemanden nennen könnte. Was es ist, steht"
    " an der Veröffentlichung unter „Namen und genaue Angaben“."
)


def subject(page: PublicationPage) -> PublicationPage:
    """What the PDF is made of: what readers have, or the draft of what they do not have yet. A draft of a
    page that is live keeps the file of its readers until it is published.
    """
    return page if page.live else page.get_latest_revision_as_object()


def has_own_file(page: PublicationPage) -> bool:
    """Whether the editors gave it a file that was not built here."""
    return page.pdf is not None and not is_built(page)


def _may_build(user: Any) -> bool:
    """Whether a user may build any at all; the page asks about the one publication."""
    return bool(user.has_perm("wagtailadmin.access_admin"))


@kind(BUILD_PDF, label=_("PDF einer Veröffentlichung"), allowed=_may_build)
def build(job: Running) -> None:
    """Render the publication of the first argument and attach the file. Doing it again changes nothing."""
    page = PublicationPage.objects.filter(pk=job.arguments[0]).first()
    if page is None:
        raise JobRefused(GONE)
    wanted = subject(page)
    if has_own_file(wanted):
        raise JobRefused(OWN_FILE)
    job.report(10, BUILDING)
    try:
        content = render_pdf(wanted)
        job.report(70, BUILDING)
        kilobytes = len(content) // 1024
        if attach_pdf(page=wanted, content=content):
            if not page.live:
                wanted.save_revision(user=job.user)
            job.finish(BUILT, kilobytes=kilobytes)
        else:
            job.finish(UNCHANGED)
    except PdfUnavailableError as error:
        raise JobRefused(UNAVAILABLE) from error
    except PdfTooSlowError as error:
        raise TryLater(SLOW) from error
    except ValidationError as error:
        raise JobRefused(REFUSED) from error
