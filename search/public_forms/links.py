"""The pages behind links in mails. A look changes nothing, because programmes that look at mails follow
links; only a button does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from search.models import MailedLink, MailSubscription
from search.public_forms.fields import PublicForm

__all__ = ["LinkPage", "closed_link", "subscription_page"]

_STATUS: Final = {
    "fremd": 404,
    "zurueckgezogen": 404,
    "beantwortet": 200,
    "vorbei": 410,
    "erledigt": 410,
    "beendet": 410,
}


def closed_link(request: HttpRequest, why: str, *fields: str) -> HttpResponse:
    """Says why a link takes nothing (``fremd``, ``beantwortet``, ``vorbei``, ``erledigt``,
    ``beendet``, ``zurueckgezogen``), and gives back what was typed into these fields.
    """
    typed = [text for name in fields if (text := request.POST.get(name, "").strip())]
    return render(request, "search/closed_link.html", {"why": why, "texts": typed}, status=_STATUS[why])


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A form behind a :class:`MailedLink`, good for one answer.

    ``take`` stores what a valid form says, given the link and the form; it may raise ``ValidationError``.
    ``texts`` are the fields whose words are given back where the link is closed.
    """

    template: str
    form: type[PublicForm]
    take: Callable[[Any, Any], object]
    texts: tuple[str, ...] = ()

    def respond(
        self,
        request: HttpRequest,
        link: MailedLink | None,
        page: Mapping[str, Any],
        initial: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        """The form, what is wrong with it, or why the link is closed. ``page`` is more for the template."""
        if link is None or link.closed:
            return closed_link(request, "fremd" if link is None else link.closed, *self.texts)
        form = self.form(request.POST) if request.method == "POST" else self.form(initial=dict(initial or {}))
        if form.is_bound and form.is_valid() and form.is_admitted(request):
            try:
                self.take(link, form)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return redirect(request.path)
        context = {"form": form, "link": link, **page}
        return render(request, self.template, context, status=422 if form.is_bound else 200)


def subscription_page(
    request: HttpRequest,
    row: MailSubscription | None,
    template: str,
    end: Callable[[Any], object],
    page: Mapping[str, Any],
) -> HttpResponse:
    """What somebody hears about by mail; a POST ends it, also in one click from the mail (RFC 8058).

    ``page`` names at least ``confirm_url``; the template extends ``layout/subscription.html``.
    """
    if request.method == "POST" and row is not None:
        end(row)
        row = None
    status = 404 if row is None and request.method != "POST" else 200
    context = {"subscription": row, "page_url": request.path, **page}
    return render(request, template, context, status=status)
