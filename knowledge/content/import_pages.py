"""The pages of an import: the file is handed in, its list is read, then it comes for good."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from knowledge.content.export import may_export
from knowledge.content.imports import CHECK, IMPORT, ArchiveRefused, check_archive, number_of
from knowledge.jobs import Job, enqueue, results
from search.public_forms import private_page

__all__ = ["import_list", "import_start"]

MOST_UPLOADED = 20 * 1024 * 1024
ORDER = ("refused", "new", "changed", "same")
_WORDS = {
    "refused": gettext_lazy("abgelehnt"),
    "new": gettext_lazy("neuer Entwurf"),
    "changed": gettext_lazy("Entwurf zu einer Seite, die es gibt"),
    "same": gettext_lazy("unverändert"),
}


class ArchiveForm(forms.Form):
    """The file that another library gave out."""

    archive = forms.FileField(
        label=gettext_lazy("ZIP-Datei"),
        help_text=gettext_lazy("Aus „Öffentliche Inhalte ausgeben“, höchstens 20 MB."),
    )

    def clean_archive(self) -> Any:
        """Put it beside the results of jobs, for a day; answers its path. Raises ``ValidationError``."""
        given = self.cleaned_data["archive"]
        if given.size > MOST_UPLOADED:
            raise forms.ValidationError(_("Die Datei ist zu groß; möglich sind 20 MB."))
        path = results.new_file()
        try:
            with path.open("wb") as file:
                for chunk in given.chunks():
                    file.write(chunk)
            check_archive(path)
        except BaseException as error:
            path.unlink(missing_ok=True)  # whatever went wrong
            if isinstance(error, ArchiveRefused):
                raise forms.ValidationError(str(error)) from error
            raise
        return path


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: HttpRequest) -> HttpResponse:
    """Hand in a file; its dry run is a job."""
    if not may_export(request.user):
        raise PermissionDenied
    form = ArchiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(
            "job", pk=enqueue(CHECK, number_of(form.cleaned_data["archive"]), user=request.user).pk
        )
    context = {"page_title": _("Inhalte einspielen"), "header_icon": "upload", "form": form}
    return render(request, "knowledge/admin/import_start.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What the dry run or the import itself found, record by record; a dry run can be followed by the import.
    404 when its day is over.
    """
    if not may_export(request.user):
        raise PermissionDenied
    job = get_object_or_404(Job.objects.seen_by(request.user).filter(kind__in=[CHECK, IMPORT]), pk=pk)
    path = results.path_of(job)
    if path is None:
        raise Http404
    if request.method == "POST":
        if job.kind != CHECK:
            raise Http404
        return redirect("job", pk=enqueue(IMPORT, *job.arguments, user=request.user).pk)
    rows = sorted(json.loads(path.read_text("utf-8")), key=lambda row: ORDER.index(row["does"]))
    context = {
        "page_title": job.label,
        "header_icon": "upload",
        "job": job,
        "is_dry": job.kind == CHECK,
        "rows": [row | {"words": _WORDS[row["does"]]} for row in rows],
        "comes": any(row["does"] in {"new", "changed"} for row in rows),
    }
    return render(request, "knowledge/admin/import_list.html", context)
