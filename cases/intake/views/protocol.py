"""The live protocol of a consultation: six phases with their minutes; what is written becomes a raw case."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.intake import actions
from cases.intake.protocol import ProtocolForm
from cases.intake.views.room import ADD, REVIEW, confidential, room_page
from knowledge.cycle import consultation_recorded
from knowledge.models import WorkingMeeting

__all__ = ["raw_protocol"]


@confidential(ADD)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def raw_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/protokoll/``: one form, written while a case is consulted, kept in this tab until it is
    sent. Its text is sealed like any raw case; what is still missing the form of the raw case asks for.
    """
    meeting = get_object_or_404(WorkingMeeting.objects.select_related("cycle"), pk=pk)
    desk = reverse("cycle_desk", args=[meeting.cycle_id])
    if meeting.date is None or meeting.date > timezone.localdate():
        messages.error(request, _("Dieses Treffen steht noch bevor; ein Protokoll beginnt am Tag selbst."))
        return redirect(desk)
    form = ProtocolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            raw = actions.take_in(
                text=form.text(),
                names=form.names(),
                meeting=meeting,
                user=request.user,
                form_key=request.POST.get("vorgang", "")[:32],
            )
        except actions.SentTwice as error:
            messages.warning(request, str(error))
            return redirect(desk)
        consultation_recorded.send(WorkingMeeting, meeting=meeting)
        messages.success(
            request, _("Der Rohfall %(code)s ist verschlüsselt gespeichert.") % {"code": raw.code}
        )
        return redirect("raw_review", pk=raw.pk) if request.user.has_perm(REVIEW) else redirect(desk)
    return render(
        request,
        "cases/intake/protocol.html",
        room_page(
            _("Protokoll einer Beratung"),
            page_subtitle=str(meeting),
            form=form,
            form_key=request.POST.get("vorgang", "")[:32] or secrets.token_hex(16),
            meeting=meeting,
            desk_url=desk,
        ),
    )
