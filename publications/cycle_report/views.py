"""The report of a cycle: a page and a PDF inside, a page for everybody."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from knowledge.models import ForumCycle
from publications.cycle_report.facts import inner_report, public_report
from publications.pdf import PdfTooSlowError, PdfUnavailableError, print_html
from search.public_forms import keep_private, private_page

__all__ = ["cycle_report", "cycle_report_pdf", "public_cycle_report"]

SECONDS: Final = 15
"""So long a person waits for the PDF, and a process of the web server with them; it takes about two."""


def _cycle(request: HttpRequest, pk: int) -> ForumCycle:
    if not request.user.has_perm("knowledge.view_forumcycle"):
        raise PermissionDenied
    return get_object_or_404(ForumCycle.objects.select_related("format"), pk=pk)


@private_page
@require_safe
def cycle_report(request: HttpRequest, pk: int) -> HttpResponse:
    """``/admin/staffel/<pk>/bericht/``: everything."""
    report = inner_report(_cycle(request, pk))
    page = {"page_title": str(report.cycle), "header_icon": "rotate", "report": report}
    return render(request, "publications/cycle_report/inner.html", page)


@private_page
@require_safe
def cycle_report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a tagged PDF, for those who run the cycle."""
    report = inner_report(_cycle(request, pk))
    html = render_to_string("publications/cycle_report/pdf.html", {"report": report})
    try:
        content = print_html(html, seconds=SECONDS)
    except (PdfUnavailableError, PdfTooSlowError) as error:
        messages.error(request, str(error))
        return redirect("cycle_report", pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="staffel-{report.cycle.number}.pdf"'
    return keep_private(response)


@require_safe
def public_cycle_report(request: HttpRequest, number: int) -> HttpResponse:
    """``/staffelbericht/<number>/``: cards and counts, once the cycle is closed, while everybody may read
    its page.
    """
    cycle = get_object_or_404(ForumCycle.objects.select_related("format", "public_page"), number=number)
    report = public_report(cycle) if cycle.is_public else None
    if report is None:
        raise Http404
    context = {"cycle": cycle, "cycle_page": cycle.public_page, "report": report}
    return render(request, "publications/cycle_report/public.html", context)
