"""What a round needs in the room: the page for the wall, the slips to hand out, the sheet of the evening."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from qrcode import QRCode
from qrcode.image.svg import SvgPathImage

from knowledge.admin.cycles.meetings import find_meeting
from knowledge.cycle.ballot import LEAST_PRESENT, slips_of
from knowledge.models import Ballot
from search.public_forms import absolute, private_page

__all__ = ["ballot_slips", "ballot_wall", "evening_sheet"]

SPARE_SLIPS = 2
"""For who brings somebody along, and for one that got wet."""


@private_page
@require_safe
def evening_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/abendblatt/``: the programme's end on one page to print: goals, lessons with a tally."""
    meeting = find_meeting(request, pk, "view")
    return render(
        request,
        "knowledge/admin/cycle/evening_sheet.html",
        {
            "meeting": meeting,
            "lessons": meeting.lessons_to_check.all(),
            "present": meeting.attendances.filter(present=True).count(),
            "ballot": Ballot.objects.filter(meeting=meeting).first(),
            "code_address": absolute(reverse("ballot_code")),
        },
    )


@private_page
@require_safe
def ballot_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/zettel/``: a slip for each who is there, before the day for each who has a place, and a
    few more, to print and cut: its code, the lessons to tick, and the address for who votes by phone. None
    while nobody has a place.
    """
    meeting = find_meeting(request, pk)
    present = meeting.attendances.filter(present=True).count()
    people = present or meeting.cycle.applications.accepted().count()
    return render(
        request,
        "knowledge/admin/cycle/slips.html",
        {
            "meeting": meeting,
            "slips": slips_of(meeting)[: people + SPARE_SLIPS] if people else [],
            "people": people,
            "present": present,
            "spare": SPARE_SLIPS,
            "least": LEAST_PRESENT,
            "lessons": meeting.lessons_to_check.all(),
            "code_address": absolute(reverse("ballot_code")),
        },
    )


@private_page
@require_safe
def ballot_wall(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/wand/``: address, code and QR code of the open round, as large as a wall needs them, and
    how many of those present have voted.
    """
    meeting = find_meeting(request, pk)
    ballot = get_object_or_404(Ballot, meeting=meeting)
    address = absolute(reverse("ballot", args=[ballot.code]))
    return render(
        request,
        "knowledge/admin/cycle/wall.html",
        {
            "meeting": meeting,
            "ballot": ballot,
            "picture": _qr_code(address) if ballot.is_open else "",
            "code_address": absolute(reverse("ballot_code")),
        },
    )


def _qr_code(address: str) -> SafeString:
    """The address as SVG, drawn here."""
    code = QRCode(border=2, image_factory=SvgPathImage)
    code.add_data(address)
    return mark_safe(code.make_image().to_string(encoding="unicode"))
