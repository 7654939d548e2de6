"""Pages to which editors gave "Privacy" in the administration: behind a password, or for those signed in.

Who has to sign in is sent by Wagtail to the page of the library for that (``WAGTAIL_FRONTEND_LOGIN_URL``).
The password is asked for here, with a limit for those who guess.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import PageViewRestriction

from search.public_forms import Limit, keep_private, private_page, sender

__all__ = ["WRONG_PASSWORDS", "ask_first", "page_password"]

WRONG_PASSWORDS: Final = Limit("seite-passwort", 20, 15 * 60)
"""Of one page from one address: a whole room may share one."""


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Where the form for the password of a page is sent to. A look, as after a change of the language, shows
    it again.
    """
    restriction = get_object_or_404(
        PageViewRestriction, pk=page_view_restriction_id, restriction_type=PageViewRestriction.PASSWORD
    )
    if request.method != "POST":
        return _ask_password(request, PasswordViewRestrictionForm(instance=restriction), request.path)
    who = (str(restriction.pk), sender(request))
    if (until := WRONG_PASSWORDS.take(*who) if who[1] else None) is not None:
        said = _("Zu viele Versuche. Ab %(time)s Uhr können Sie es noch einmal versuchen.") % {
            "time": f"{timezone.localtime(until):%H:%M}"
        }
        form = PasswordViewRestrictionForm(request.POST, instance=restriction)
        return _ask_password(request, form, request.path, said=said, status=429)
    form = PasswordViewRestrictionForm({"return_url": "/", **request.POST.dict()}, instance=restriction)
    if not form.is_valid():
        said = _("Das Passwort stimmt nicht.")
        return _ask_password(request, form, request.path, said=said, status=422)
    if who[1]:
        WRONG_PASSWORDS.give_back(*who)
    restriction.mark_as_passed(request)
    target = form.cleaned_data["return_url"]
    if not url_has_allowed_host_and_scheme(target, request.get_host(), request.is_secure()):
        target = "/"
    return redirect(target)


def ask_first(page: Any, request: HttpRequest, *args: Any) -> HttpResponse | None:
    """Wagtail's hook ``before_serve_page``: the form for the password of a page. A login is left to Wagtail,
    except for whoever is signed in and in none of the groups of a page: signing in again would lead back
    here, without end.

    Raises ``Http404`` for those.
    """
    for restriction in page.get_view_restrictions():
        if restriction.accept_request(request):
            continue
        if restriction.restriction_type == PageViewRestriction.PASSWORD:
            form = PasswordViewRestrictionForm(
                instance=restriction, initial={"return_url": request.get_full_path()}
            )
            return _ask_password(request, form, reverse("page_password", args=[restriction.pk, page.pk]))
        if request.user.is_authenticated:
            raise Http404
        return None
    return None


def _ask_password(
    request: HttpRequest, form: Any, address: str, *, said: str = "", status: int = 200
) -> HttpResponse:
    """It says nothing of the page behind it; ``said`` is what was wrong with the last try."""
    context = {"address": address, "return_url": form["return_url"].value() or "/", "said": said}
    return keep_private(render(request, "knowledge/page_password.html", context, status=status))
