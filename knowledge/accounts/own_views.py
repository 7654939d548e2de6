"""What a person does below ``/konto/``: lists with notes, topics to talk about, mails, keeping the account.

Nothing here is public, and nothing of another person is shown before both have said yes.
"""

from __future__ import annotations

import re
import uuid
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from knowledge import alumni
from knowledge.alumni import AccountSettings, ExchangeRequest, ExchangeTopic, KeptRecord
from knowledge.base import readable_pages
from knowledge.listing import places_for
from knowledge.models import ChallengeArea
from knowledge.permissions import is_inner, viewer_for
from search.public_forms import key_in, private_page, secret_address
from search.registry import source_of

__all__ = ["confirm", "digest_settings", "digest_stop", "kept", "topics"]


def _said(request: HttpRequest, error: ValidationError) -> None:
    for sentence in error.messages:
        messages.error(request, sentence)


@private_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: Any) -> HttpResponse:
    """``/konto/merkliste/?seite=<key>``: the records on the person's lists with their notes; ``seite`` names
    one that is to be put there. What they may not read any more is named by nothing.
    """
    if request.method == "POST":
        return _change_kept(request)
    rows = list(KeptRecord.objects.filter(user=request.user))
    pages = readable_pages([row.page_id for row in rows], viewer_for(request))
    new = _page_of(request, request.GET.get("seite", "")) if request.GET.get("seite") else None
    lists: dict[str, list[tuple[KeptRecord, Any]]] = {}
    for row in rows:
        lists.setdefault(row.list_name, []).append((row, pages.get(row.page_id)))
    context = {
        "lists": [(name, kept_here, _dossier_of(kept_here)) for name, kept_here in lists.items()],
        "new": new,
        "names": sorted(filter(None, lists)),
        "taken": request.session.pop(_TAKEN, None),
    }
    return render(request, "knowledge/account_kept.html", context)


def _dossier_of(rows: list[tuple[KeptRecord, Any]]) -> str:
    """The address of a dossier of this list, "" where it has nothing that one is made of."""
    found = [(source, page) for _row, page in rows if page is not None and (source := source_of(page))]
    keys = [("key", source.key(page)) for source, page in found]
    return f"{reverse('dossier')}?{urlencode(keys)}" if keys else ""


def _page_of(request: HttpRequest, key: str) -> Any:
    """The page with this key, if the person may read it. Raises ``Http404``."""
    try:
        found = Page.objects.filter(translation_key=uuid.UUID(key)).values_list("pk", flat=True).first()
    except ValueError as error:
        raise Http404 from error
    page = readable_pages([found], viewer_for(request)).get(found) if found is not None else None
    if page is None:
        raise Http404
    return page


def _change_kept(request: HttpRequest) -> HttpResponse:
    sent = request.POST
    if sent.get("weg"):
        alumni.forget_record(user=request.user, pk=key_in(sent["weg"]))
        return redirect("account_kept")
    if "key" in sent:
        return _take_over(request)
    try:
        alumni.keep_record(
            user=request.user,
            page=_page_of(request, sent.get("seite", "")),
            list_name=sent.get("liste", ""),
            note=sent.get("notiz", ""),
        )
    except ValidationError as error:
        _said(request, error)
    return redirect("account_kept")


MOST_KEYS: Final = 100
_KEY: Final = re.compile(r"[a-z]+:([0-9a-f]{32})(?:#.*)?")


def _take_over(request: HttpRequest) -> HttpResponse:
    """What a browser has kept goes to the account. The answer names the keys that are there now, so that the
    browser forgets these alone: what cannot be taken stays where it is.
    """
    sent = {key: _KEY.fullmatch(key) for key in request.POST.getlist("key")[:MOST_KEYS]}
    wanted = {key: uuid.UUID(found[1]) for key, found in sent.items() if found}
    numbers = Page.objects.filter(translation_key__in=wanted.values()).values_list("pk", "translation_key")
    pages = readable_pages([pk for pk, _key in numbers], viewer_for(request))
    by_key = {page.translation_key: page for page in pages.values()}
    taken = [key for key, page_key in wanted.items() if page_key in by_key]
    try:
        new = alumni.take_over_records(user=request.user, pages=[by_key[wanted[key]] for key in taken])
    except ValidationError as error:
        _said(request, error)
        return redirect("account_kept")
    request.session[_TAKEN] = taken
    messages.success(
        request, _said_of(new, len({wanted[key] for key in taken}) - new, len(sent) - len(taken))
    )
    return redirect("account_kept")


_TAKEN: Final = "merkliste-uebernommen"


def _said_of(new: int, known: int, left: int) -> str:
    said = ngettext("%(count)d Eintrag ist übernommen.", "%(count)d Einträge sind übernommen.", new) % {
        "count": new
    }
    if known:
        said += " " + ngettext(
            "%(count)d stand schon auf Ihrer Liste.", "%(count)d standen schon auf Ihrer Liste.", known
        ) % {"count": known}
    if left:
        said += " " + ngettext(
            "%(count)d gibt es nicht mehr oder ist nicht für Sie zu lesen.",
            "%(count)d gibt es nicht mehr oder sind nicht für Sie zu lesen.",
            left,
        ) % {"count": left}
    return said


@private_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topics(request: Any) -> HttpResponse:
    """``/konto/themen/``: what the person offers and seeks, what others do, without a name, and who asked
    whom. Only for those who took part, and those who run the library.
    """
    if not is_inner(viewer_for(request)):
        raise PermissionDenied
    if request.method == "POST":
        try:
            _do(request)
        except ValidationError as error:
            _said(request, error)
        return redirect("account_topics")
    mine = ExchangeTopic.objects.filter(user=request.user).select_related("challenge_area")
    asked = ExchangeRequest.objects.filter(asked_by=request.user).select_related(
        "topic__challenge_area", "topic__user"
    )
    to_me = ExchangeRequest.objects.filter(topic__user=request.user).select_related(
        "topic__challenge_area", "asked_by"
    )
    others = (
        ExchangeTopic.objects.exclude(user=request.user)
        .filter(user__is_active=True)
        .exclude(pk__in=[row.topic_id for row in asked])
        .select_related("challenge_area")
    )
    accepted = [(row, row.topic.user) for row in asked if row.is_accepted]
    accepted += [(row, row.asked_by) for row in to_me if row.is_accepted]
    context = {
        "mine": mine,
        "others": others,
        "asked": [row for row in asked if not row.is_accepted],
        "to_me": [row for row in to_me if row.state == ExchangeRequest.State.OPEN],
        "contacts": accepted,
        "areas": _areas(request),
        "kinds": ExchangeTopic.Kind.choices,
    }
    return render(request, "knowledge/account_topics.html", context)


def _areas(request: HttpRequest) -> QuerySet[ChallengeArea]:
    """Those that may be chosen: whose topic page this person may open."""
    return ChallengeArea.objects.filter(slug__in=places_for(request).topics)


def _do(request: HttpRequest) -> None:
    """What the button says. Raises ``ValidationError`` with a sentence, ``Http404`` for an unknown one."""
    user, sent = request.user, request.POST
    if sent.get("tun") == "nennen":
        area = _areas(request).filter(slug=sent.get("thema", "")).first()
        if area is None:
            raise ValidationError(_("Bitte wählen Sie ein Thema aus der Liste."))
        alumni.name_topic(user=user, kind=sent.get("art", ""), area=area)
    elif sent.get("tun") == "streichen":
        alumni.drop_topic(user=user, pk=key_in(sent.get("nr", "")))
    elif sent.get("tun") == "fragen":
        topic = get_object_or_404(ExchangeTopic, pk=key_in(sent.get("nr", "")), user__is_active=True)
        alumni.ask_contact(user=user, topic=topic)
    elif sent.get("tun") in {"ja", "nein"}:
        alumni.answer_contact(user=user, pk=key_in(sent.get("nr", "")), says_yes=sent["tun"] == "ja")
    else:
        raise Http404


@private_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest_settings(request: HttpRequest) -> HttpResponse:
    """``/konto/mails/``: how often news come by mail."""
    if request.method == "POST":
        try:
            alumni.choose_digest(user=request.user, rhythm=request.POST.get("rhythmus", ""))
        except ValidationError:
            messages.error(request, _("Bitte wählen Sie, wie oft eine Mail kommen soll."))
            return redirect("account_digest")
        return redirect("account")
    context = {"settings": alumni.settings_of(request.user), "rhythms": AccountSettings.Digest.choices}
    return render(request, "knowledge/account_digest.html", context)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """``/konto/mails/<key>/``: behind the link of a digest. A look changes nothing; the button, and the one
    click of a mail program (RFC 8058), end it.
    """
    row = get_object_or_404(AccountSettings, digest_key=key)
    if request.method == "POST":
        alumni.stop_digest(settings=row)
    is_ended = row.digest == AccountSettings.Digest.NEVER
    return render(request, "knowledge/digest_stop.html", {"is_ended": is_ended, "key": key})


@private_page
@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """``/konto/behalten/``: the person still wants the account."""
    alumni.confirm_account(user=request.user)
    return redirect("account")
