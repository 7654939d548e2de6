"""Applying for an announced cycle, the page behind the link of its mails, the dates, the newsletter."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from knowledge.cycle.call.actions import (
    accepts_applications,
    apply,
    leave,
    name_substitute,
    why_closed,
)
from knowledge.cycle.call.calendar import calendar_of
from knowledge.cycle.call.forms import ApplicationForm, NewsletterForm, SubstituteForm
from knowledge.cycle.call.known import Known, already_known
from knowledge.cycle.call.models import Application, NewsletterSubscription
from knowledge.cycle.call.newsletter import confirm_newsletter, end_newsletter, subscribe
from knowledge.cycle.call.wording import CONSENT
from knowledge.cycle.models import ForumCycle
from knowledge.cycle.steps import StepRefused
from knowledge.enums import ApplicationState, CycleState
from search.public_forms import open_form, secret_address, subscription_page

__all__ = [
    "application",
    "application_calendar",
    "application_form",
    "call_calendar",
    "confirm_newsletter_subscription",
    "newsletter",
    "newsletter_subscription",
]

_ASKING = (ApplicationState.RECEIVED, ApplicationState.WAITING)


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def application_form(request: HttpRequest, number: int) -> HttpResponse:
    """``/anmelden/<number>/``: the form while the cycle is announced; else a sentence and where to go.

    Renders ``knowledge/call/form.html``; after a good POST ``received.html`` with ``known``. The answer is
    the same for a mailbox that has applied before.
    """
    cycle = get_object_or_404(ForumCycle.objects.select_related("format"), number=number)
    if not accepts_applications(cycle):
        page = {
            "cycle": cycle,
            "why": why_closed(cycle),
            "texts": [request.POST["anliegen"]] if request.POST.get("anliegen") else [],
        }
        return render(request, "knowledge/call/closed.html", page, status=410)
    form = ApplicationForm(request.POST or None, cycle=cycle)
    if request.method != "POST":
        return render(request, "knowledge/call/form.html", _page(cycle, form))
    if not form.is_valid() or not form.is_admitted(request):
        return render(request, "knowledge/call/form.html", _page(cycle, form), status=422)
    apply(cycle=cycle, language=get_language() or "de", values=form.cleaned_data)
    known = already_known(form.cleaned_data["anliegen"])
    return render(request, "knowledge/call/received.html", {"cycle": cycle, "known": known})


def _page(cycle: ForumCycle, form: ApplicationForm) -> dict[str, object]:
    return {"cycle": cycle, "form": form, "consent": CONSENT, "meetings": cycle.meetings.order_by("number")}


@require_safe
def call_calendar(request: HttpRequest, number: int) -> HttpResponse:
    """``/anmelden/<number>/termine.ics``: while the cycle is announced and everybody may read its page;
    afterwards its days are no matter of the public.
    """
    called = ForumCycle.objects.filter(state=CycleState.CALLED).select_related("public_page")
    cycle = get_object_or_404(called, number=number)
    if not cycle.is_public:
        raise Http404
    return _calendar(cycle)


def _calendar(cycle: ForumCycle) -> HttpResponse:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    response = HttpResponse(calendar_of(cycle, host), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="staffel-{cycle.number}.ics"'
    return response


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/anmeldung/<key>/``: what became of an application. A look changes nothing; its buttons name a
    substitute, take it back, or give the place back.
    """
    row = Application.objects.select_related("cycle").filter(key=key).first()
    if row is None:
        return render(request, "knowledge/call/gone.html", status=404)
    is_readable = row.is_readable
    named = row.substitute if is_readable else {}
    substitute = SubstituteForm(initial={"name": named.get("name"), "mail": named.get("email")})
    status, said = 200, ""
    if request.method == "POST":
        wish = request.POST.get("aktion", "")
        if wish == "zurueckziehen":
            try:
                leave(application=row)
                return redirect("application", key=key)
            except StepRefused as error:
                status, said = 409, error.messages[0]
        elif wish == "vertretung" and row.state == ApplicationState.ACCEPTED:
            substitute = SubstituteForm(request.POST)
            if substitute.is_valid():
                name_substitute(
                    application=row,
                    name=substitute.cleaned_data["name"],
                    email=substitute.cleaned_data["mail"],
                )
                return redirect("application", key=key)
            status = 422
    return render(
        request,
        "knowledge/call/application.html",
        {
            "application": row,
            "cycle": row.cycle,
            "is_readable": is_readable,
            "person": row.person if is_readable else {},
            "concern": row.concern if is_readable else "",
            "known": already_known(row.concern) if is_readable and row.concern else Known((), ()),
            "substitute": substitute,
            "refused": said,
            "may_leave": row.state in {*_ASKING, ApplicationState.ACCEPTED},
            "is_accepted": row.state == ApplicationState.ACCEPTED,
            "meetings": row.cycle.meetings.order_by("number"),
        },
        status=status,
    )


@secret_address
@require_safe
def application_calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/anmeldung/<key>/termine.ics``: for whoever has a place, also when the cycle runs."""
    row = get_object_or_404(Application, key=key, state=ApplicationState.ACCEPTED)
    return _calendar(row.cycle)


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request: HttpRequest) -> HttpResponse:
    """``/rundbrief/``: one address; its owner is asked by mail."""
    if request.method != "POST":
        done = request.GET.get("gesendet") == "1"
        return render(request, "knowledge/call/newsletter.html", {"form": NewsletterForm(), "done": done})
    form = NewsletterForm(request.POST)
    if not form.is_valid() or not form.is_admitted(request):
        return render(request, "knowledge/call/newsletter.html", {"form": form, "done": False}, status=422)
    subscribe(email=form.cleaned_data["mail"], language=get_language() or "de")
    return redirect(reverse("newsletter") + "?gesendet=1")


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/rundbrief/<key>/``: a POST ends, also in one click from the mail (RFC 8058)."""
    return subscription_page(
        request,
        NewsletterSubscription.objects.filter(key=key).first(),
        "knowledge/call/newsletter_subscription.html",
        lambda row: end_newsletter(subscription=row),
        {"confirm_url": reverse("confirm_newsletter_subscription", args=[key])},
    )


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_newsletter_subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/rundbrief/<key>/bestaetigen/``: the owner of the address says yes; a look leads to the page with
    the button.
    """
    if request.method != "POST":
        return redirect("newsletter_subscription", key=key)
    confirm_newsletter(subscription=get_object_or_404(NewsletterSubscription, key=key))
    return redirect("newsletter_subscription", key=key)
