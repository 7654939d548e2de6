"""Pages of saved searches (mail) and the feed of a search (Atom). Public, without account and cookie."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.dateparse import parse_date
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from search import registry
from search.contract import Document
from search.models import SavedSearch
from search.public_forms import absolute, admission, kept_stamp, open_form, refusal, secret_address
from search.query import SearchForm
from search.saved.alerts import NewHit, ask_to_confirm, confirm, find, form_of, title_of

__all__ = ["atom", "save", "saved", "subscription"]

PURPOSE = "merken"


@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """``/suche/merken/``: a form for the search in its address; POST writes the row and the mail that asks
    the owner of the address.

    Renders ``search/save.html`` with ``form``, ``title``, ``address`` (of the search), ``email``, ``rhythm``,
    ``rhythms`` and ``errors``.
    """
    posted = request.method == "POST"
    form = form_of(request.POST.get("suche", "")) if posted else SearchForm.from_query(request.GET)
    email, rhythm = (
        request.POST.get("mail", "").strip(),
        request.POST.get("rhythmus", SavedSearch.Rhythm.WEEKLY),
    )
    errors: list[str] = []
    if form.is_empty:
        errors.append(_("Es fehlt die Suche. Suchen Sie zuerst etwas und speichern Sie die Suche dann."))
    elif posted:
        errors = _errors(request, email, rhythm)
        address = form.address()
        if not errors and (sentence := admission(request, PURPOSE)):
            errors = [sentence]
        if not errors:
            ask_to_confirm(email=email, address=address, rhythm=rhythm, language=get_language() or "de")
            return redirect("search:saved")
    context = {
        "form": form,
        "title": title_of(form),
        "address": form.address(),
        "email": email,
        "rhythm": rhythm,
        "rhythms": SavedSearch.Rhythm.choices,
        "errors": errors,
        "stamp": kept_stamp(request.POST, PURPOSE),
    }
    return render(request, "search/save.html", context, status=422 if errors and posted else 200)


def _errors(request: HttpRequest, email: str, rhythm: str) -> list[str]:
    errors = [sentence] if (sentence := refusal(request.POST, PURPOSE)) else []
    try:
        validate_email(email)
    except ValidationError:
        errors.append(_("Das ist keine Mailadresse. Sie sieht so aus: name@rathaus.example"))
    if rhythm not in SavedSearch.Rhythm.values:
        errors.append(_("Bitte wählen Sie, wie oft Sie Post bekommen möchten."))
    return errors


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What happens next, the same for every address."""
    return render(request, "search/saved.html")


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/suche/abo/<key>/``: confirms by POST, because programmes that look at mails follow links; ends by
    POST, also in one click from the mail.
    """
    row = SavedSearch.objects.filter(key=key).first()
    if row is None:
        return render(
            request,
            "search/subscription.html",
            {"ended": True},
            status=200 if request.method == "POST" else 404,
        )
    if request.method == "POST":
        if request.POST.get("List-Unsubscribe") == "One-Click" or request.POST.get("aktion") == "beenden":
            row.delete()
            return render(request, "search/subscription.html", {"ended": True})
        if request.POST.get("aktion") == "bestaetigen" and not confirm(row):
            return render(
                request,
                "search/subscription.html",
                {"subscription": row, "title": title_of(form_of(row.address)), "later": True},
                status=503,
            )
    context = {
        "subscription": row,
        "title": title_of(form_of(row.address)),
        "address": row.address,
        "rhythm": row.get_rhythm_display(),
    }
    return render(request, "search/subscription.html", context)


# --------------------------------------------------------------------------- Atom


_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""Date of what belongs to no release batch: fixed, so that equal feeds are equal."""


class _Feed(Atom1Feed):
    """Atom whose date is the one of the newest record, not of the look at it."""

    def latest_post_date(self) -> datetime:
        """Newest batch."""
        dates = [item["updateddate"] for item in self.items if item["updateddate"] is not None]
        return max(dates, default=_LONG_AGO)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """``/suche/atom?...``: public records that answer the search of the address, newest batch first, with ids
    that stay.
    """
    form = SearchForm.from_query(request.GET)
    found = find(form)
    if found is None:
        return HttpResponse(
            _("Die Suche ist gerade nicht erreichbar."),
            status=503,
            headers={"Retry-After": "300"},
            content_type="text/plain; charset=utf-8",
        )
    made = _feed(request, form, found)
    etag = f'"{hashlib.sha256(made.encode()).hexdigest()[:32]}"'
    full = HttpResponse(made, headers={"ETag": etag}, content_type="application/atom+xml; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=full) or full
    patch_cache_control(response, public=True, max_age=600)
    return HttpResponse(response.content, status=response.status_code, headers=dict(response.items()))


def _feed(request: HttpRequest, form: SearchForm, found: list[NewHit]) -> str:
    address = absolute(request.path.removesuffix("atom")) + form.address()
    name = title_of(form) or _("Alle Einträge")
    feed = _Feed(
        title=_("Suche: %(title)s") % {"title": name},
        link=address,
        description="",
        language=get_language() or "de",
        feed_url=absolute(request.path) + form.address(),
        feed_guid=_tag(f"suche/{form.address().lstrip('?')}"),
        author_name=str(_("Meine Kommune weiterdenken")),
    )
    for one in found:
        _add(feed, one.document)
    return str(feed.writeString("utf-8"))


def _add(feed: _Feed, document: Document) -> None:
    source = registry.source_for(document.kind)
    day = parse_date(document.released) if document.released else None
    options: dict[str, Any] = {
        "unique_id": _tag(document.key),
        "updateddate": datetime.combine(day, time.min, tzinfo=UTC) if day else _LONG_AGO,
    }
    feed.add_item(
        title=document.title,
        link=absolute(document.url),
        description=". ".join(part for part in (source.remark(document), document.summary) if part),
        categories=(str(source.label),),
        **options,
    )


def _tag(name: str) -> str:
    """A tag URI (RFC 4151) that says nothing of database or address of the record."""
    return f"tag:{urlsplit(absolute('/')).hostname},2026:{name}"
