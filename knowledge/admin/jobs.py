"""The page "Aufträge": what waits, runs, is done or has failed, and what one may start."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from knowledge.jobs import (
    SILENT,
    Job,
    JobWorker,
    all_kinds,
    enqueue,
    find,
    results,
    try_again,
)
from search.public_forms import keep_private, private_page

__all__ = ["job_again", "job_list", "job_page", "job_result", "job_start", "may_see_jobs", "queued"]

PER_PAGE = 30


def may_see_jobs(user: Any) -> bool:
    """Whether the menu names the page: for whoever may start something there or has started something."""
    return any(one.start and one.allowed(user) for one in all_kinds()) or (Job.objects.seen_by(user).exists())


def queued(request: HttpRequest, job: Job) -> HttpResponse:
    """The answer to whoever started a job: its page, where the progress is shown."""
    messages.success(request, _("Der Auftrag „%(label)s“ ist angenommen.") % {"label": job.label})
    return redirect("job", pk=job.pk)


@private_page
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Own jobs, with the permission those of everybody, newest first; above them what may be started."""
    # What the library did by itself, above all every mail, is of interest only where it did not work.
    jobs = Job.objects.seen_by(request.user).exclude(user=None, state=Job.State.DONE).select_related("user")
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("p"))
    return render(
        request,
        "knowledge/admin/jobs.html",
        {
            "page_title": _("Aufträge"),
            "header_icon": "tasks",
            "jobs": [_row(request, job) for job in page],
            "page": page,
            "startable": [one for one in all_kinds() if one.start and one.allowed(request.user)],
            "nobody_works": _nobody_works(),
        },
    )


@private_page
@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One job with its progress. ``?teil=stand`` is the part that changes, for the script that asks."""
    job = _job(request, pk)
    part = request.GET.get("teil") == "stand"
    template = "knowledge/admin/job_state.html" if part else "knowledge/admin/job.html"
    context = {
        "page_title": job.label,
        "header_icon": "tasks",
        "row": _row(request, job),
        "nobody_works": not job.is_over and _nobody_works(),
    }
    return render(request, template, context)


@private_page
@require_POST
def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A failed job is tried once more, by who may start such work."""
    job = _job(request, pk)
    if not _may_retry(request, job):
        raise PermissionDenied
    if try_again(job=job):
        messages.success(request, _("Der Auftrag wird noch einmal versucht."))
    return redirect("job", pk=pk)


@private_page
@require_POST
def job_start(request: HttpRequest, name: str) -> HttpResponse:
    """Start work that is about nothing in particular."""
    known = find(name)
    if known is None or known.start != "job_start":
        raise Http404
    if not known.allowed(request.user):
        raise PermissionDenied
    return queued(request, enqueue(name, user=request.user))


@require_safe
def job_result(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file a job made, for who asked for it; 404 when its day is over."""
    job = _job(request, pk)
    path = results.path_of(job)
    if path is None:
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=job.result_name)
    keep_private(response)
    return response


def _job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.seen_by(request.user).select_related("user"), pk=pk)


def _row(request: HttpRequest, job: Job) -> dict[str, Any]:
    known, has_file = find(job.kind), results.path_of(job) is not None
    shown_at = known.shown_at if known is not None and has_file else ""
    return {
        "job": job,
        "has_file": has_file and not shown_at,
        "shown_at": reverse(shown_at, args=[job.pk]) if shown_at else "",
        "may_retry": _may_retry(request, job),
    }


def _may_retry(request: HttpRequest, job: Job) -> bool:
    """Who started it, if still allowed; for work of the library itself whoever sees all jobs."""
    if job.state != Job.State.FAILED:
        return False
    if job.user is None:
        return bool(request.user.has_perm("knowledge.change_job"))
    known = find(job.kind)
    return known is not None and known.allowed(request.user)


def _nobody_works() -> bool:
    """Whether jobs wait although no worker has been seen for a while."""
    return (
        Job.objects.waiting(timezone.now()).filter(created__lt=timezone.now() - SILENT / 6).exists()
        and not JobWorker.objects.filter(seen__gt=timezone.now() - SILENT).exists()
    )
