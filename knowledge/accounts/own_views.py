"""What a person does below ``/konto/``: lists with notes, topics to talk about, mails, keeping the account.

Nothing here is public, and nothing of another person is shown before both have said yes.
"""

from __future__ import annotations

import re
import uuid
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from knowledge import alumni
from knowledge.alumni import AccountSettings, ExchangeRequest, ExchangeTopic, KeptEntry, KeptRecord
from knowledge.base import readable_pages
from knowledge.listing import Sheet, places_for, table_file
from knowledge.models import ChallengeArea
from knowledge.permissions import is_inner, viewer_for
from search.public_forms import key_in, private_page, secret_address

__all__ = ["confirm", "digest_settings", "digest_stop", "kept", "kept_table", "topics"]


def _said(request: HttpRequest, error: ValidationError) -> None:
    for sentence in error.messages:
        messages.error(request, sentence)


@private_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: Any) -> HttpResponse:
    """``/konto/merkliste/?seite=<key>``: the records on the person's lists with their notes; ``seite`` names
    one that is to be put there, ``kapitel`` a chapter of it. What they may not read any more is named by
    nothing.
    """
    if request.method == "POST":
        return _change_kept(request)
    lists: dict[str, list[KeptEntry]] = {}
    for entry in _own_entries(request):
        lists.setdefault(entry.row.list_name, []).append(entry)
    context = {
        "lists": [(name, kept_here, _dossier_of(kept_here)) for name, kept_here in lists.items()],
        "new": _to_be_kept(request),
        "names": sorted(filter(None, lists)),
        "taken": request.session.pop(_TAKEN, None),
    }
    return render(request, "knowledge/account_kept.html", context)


def _own_entries(request: Any) -> list[KeptEntry]:
    return alumni.kept_entries(KeptRecord.objects.filter(user=request.user), viewer_for(request))


@private_page
@login_required
@require_safe
def kept_table(request: Any, form: str) -> HttpResponse:
    """``/konto/merkliste/tabelle.xlsx``: the same for one's own computer. What the person may not read any
    more has its row with their own words, and no more.
    """
    columns = {_("Liste"): 24, _("Art"): 18, _("Titel"): 50, _("Notiz"): 70, _("Adresse"): 40}
    rows = [
        [
            entry.row.list_name,
            str(entry.page.page_type_display_name) if entry.page else "",
            entry.title or _("nicht mehr zu lesen"),
            entry.row.note,
            f"{settings.PUBLIC_URL}{entry.url}" if entry.page else "",
        ]
        for entry in _own_entries(request)
    ]
    return table_file(Sheet(_("Merkliste"), columns, rows), form, name="merkliste")


def _dossier_of(entries: list[KeptEntry]) -> dict[str, Any]:
    """The address of a dossier of this list without the notes, and what a form sends to make one with them;
    nothing where the list has nothing that one is made of.
    """
    found = [entry for entry in entries if entry.key]
    if not found:
        return {}
    address = f"{reverse('dossier')}?{urlencode([('key', entry.key) for entry in found])}"
    return {"address": address, "entries": found, "has_notes": any(entry.row.note for entry in found)}


def _to_be_kept(request: Any) -> KeptEntry | None:
    """What the address names, as it would stand on the list. Raises ``Http404``."""
    if not request.GET.get("seite"):
        return None
    page = _page_of(request, request.GET["seite"])
    row = KeptRecord(user=request.user, page=page, chapter=_chapter_of(request, page, request.GET))
    return alumni.kept_entries([row], viewer_for(request))[0]


def _chapter_of(request: HttpRequest, page: Any, sent: QueryDict) -> str:
    """The anchor that was sent, if the page has a chapter there; the whole page otherwise."""
    anchor = sent.get("kapitel", "")
    return anchor if alumni.chapter_on(page, anchor, viewer_for(request)) is not None else ""


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
    page = _page_of(request, sent.get("seite", ""))
    try:
        alumni.keep_record(
            user=request.user,
            page=page,
            chapter=_chapter_of(request, page, sent),
            list_name=sent.get("liste", ""),
            note=sent.get("notiz", ""),
        )
    except ValidationError as error:
        _said(request, error)
    return redirect("account_kept")


MOST_KEYS: Final = 100
_KEY: Final = re.compile(r"[a-z]+:([0-9a-f]{32})(?:#(.*))?")


def _take_over(request: HttpRequest) -> HttpResponse:
    """What a browser has kept, with the remarks on it, goes to the account; a chapter that is there no longer
    as the whole record. The answer names the keys that are there now, so that the browser forgets these
    alone: what cannot be taken stays where it is.
    """
    viewer = viewer_for(request)
    keys = request.POST.getlist("key")[:MOST_KEYS]
    notes = dict(zip_longest(keys, request.POST.getlist("notiz")[: len(keys)], fillvalue=""))
    wanted = {key: found for key in notes if (found := _KEY.fullmatch(key))}
    numbers = Page.objects.filter(translation_key__in={uuid.UUID(found[1]) for found in wanted.values()})
    pages = readable_pages(numbers.values_list("pk", flat=True), viewer)
    by_key = {page.translation_key.hex: page for page in pages.values()}
    taken = {
        key: (page, found[2] if alumni.chapter_on(page, found[2] or "", viewer) else "")
        for key, found in wanted.items()
        if (page := by_key.get(found[1])) is not None
    }
    try:
        new = alumni.take_over_records(
            user=request.user, wanted=[(*place, notes[key].strip()[:500]) for key, place in taken.items()]
        )
    except ValidationError as error:
        _said(request, error)
        return redirect("account_kept")
    request.session[_TAKEN] = list(taken)
    known = len({(page.pk, chapter) for page, chapter in taken.values()}) - new
    messages.success(request, _said_of(new, known, len(notes) - len(taken)))
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
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """``/konto/behalten/``: the person still wants the account; who had to sign in on the way, and so comes
    by a look, finds the button again.
    """
    if request.method != "POST":
        return redirect("account")
    alumni.confirm_account(user=request.user)
    return redirect("account")
