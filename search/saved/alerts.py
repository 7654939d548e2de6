"""Saved searches: who confirmed one hears of new and changed public records, each of them once.

A search knows the fingerprints of the records its reader has heard of. A mail is handed over in the same
transaction that crosses its records off, so a crash neither loses nor repeats one.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from search import engines, registry, service
from search.contract import Clause, Document, EngineQuery, EngineUnavailable, Viewer, WeightedTerm, area_term
from search.ingest import fingerprint
from search.models import MAX_PER_ADDRESS, SavedSearch
from search.public_forms import absolute, later, send, send_confirmations
from search.query import SearchForm

__all__ = ["NewHit", "ask_owners", "ask_to_confirm", "confirm", "find", "form_of", "send_due", "title_of"]

#: Records that one look takes in; a search that finds more is too wide to hear about.
MOST = 100


@dataclass(frozen=True, slots=True)
class NewHit:
    """A public record that answers a search, with the fingerprint of what a reader sees of it."""

    document: Document

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal characters that change with every word of the record, its state and its facets."""
        shown = self.document
        passages = [(p.heading, p.text) for p in shown.passages]
        words = [
            shown.title,
            shown.summary,
            passages,
            sorted(shown.display.items()),
            sorted((k, sorted(v)) for k, v in shown.facets.items()),
        ]
        return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()[:16]


def form_of(address: str) -> SearchForm:
    """The search behind a stored or sent address (a query string with or without "?")."""
    form = SearchForm.from_query(QueryDict(address.lstrip("?")[:4000]))
    form.page = 1
    return form


def title_of(form: SearchForm) -> str:
    """A search in a few words: its text and its filters."""
    response = service.chips_of(form.request())
    parts = [form.text, *(chip.label for chip in response if not chip.from_text)]
    return " · ".join(part for part in parts if part)


def find(form: SearchForm) -> list[NewHit] | None:
    """Public records that answer a search, newest batch first; ``None`` while only titles can be searched.

    A record that shares just a word with a long text is no answer: what passes here is what passes on the
    result page.
    """
    asked = replace(form.request(), limit=MOST, offset=0, sort="relevance", everything=True)
    response = service.run(asked, Viewer(), count_miss=False)
    if response.degraded:
        return None
    keys = [] if response.no_answer else [hit.key for hit in response.hits if hit.passes]
    try:
        documents = _documents(keys)
    except EngineUnavailable:
        return None
    found = [NewHit(documents[key]) for key in keys if key in documents]
    return sorted(found, key=lambda one: one.document.released, reverse=True)


def _documents(keys: list[str]) -> dict[str, Document]:
    """Stored documents by key: one query."""
    if not keys:
        return {}
    wanted = Clause(tuple(WeightedTerm("area", area_term("key", key)) for key in keys), required=True)
    result = engines.current().query(EngineQuery(Viewer().audiences, (wanted,), limit=len(keys)))
    return {match.key: match.document for match in result.matches}


# --------------------------------------------------------------------------- asking


def page_url(saved: SavedSearch) -> str:
    """Absolute address of the page that confirms, shows and ends a saved search."""
    with translation.override(saved.language):
        return absolute(reverse("search:subscription", args=[saved.key]))


@transaction.atomic
def ask_to_confirm(*, email: str, address: str, rhythm: str, language: str) -> None:
    """Remember a search for an address; its owner is asked by mail after the commit (:func:`ask_owners`).

    What is known of the address makes no difference that the asker could see.
    """
    known = SavedSearch.objects.of(email).filter(address=address).first()
    if known is not None:
        if known.ask_again(language=language):
            known.rhythm = rhythm
            known.save(update_fields=["rhythm", *SavedSearch.ASKING])
    elif SavedSearch.objects.waiting_for(email).count() < MAX_PER_ADDRESS:
        SavedSearch.objects.create(email=email, address=address, rhythm=rhythm, language=language)
    transaction.on_commit(lambda: later(ask_owners, name="searches"))


def ask_owners() -> int:
    """Send the confirmations of saved searches that wait; returns their number."""
    return send_confirmations(
        SavedSearch.objects.all(),
        lambda saved, message_id: _mail(saved, "search/mail/confirm.txt", message_id, {}),
    )


def confirm(saved: SavedSearch) -> bool:
    """The owner of the address says yes: from now on counts what is new. ``False`` when the search cannot be
    looked at now.
    """
    if saved.is_confirmed:
        return True
    found = find(form_of(saved.address))
    if found is None:
        return False
    saved.seen, saved.confirmed_at = (
        _remember({one.document.key: one.fingerprint for one in found}),
        timezone.now(),
    )
    saved.save(update_fields=["seen", "confirmed_at"])
    return True


def _remember(records: dict[str, str]) -> dict[str, Any]:
    return {"records": records, "analysis": fingerprint(), "day": timezone.localdate().isoformat()}


# --------------------------------------------------------------------------- sending


def send_due(now: datetime | None = None) -> int:
    """Send what is due and forget what nobody confirmed; returns the number of mails. Safe to run twice, also
    at the same time.
    """
    now = now or timezone.now()
    SavedSearch.objects.expired().delete()
    sent = 0
    for saved in SavedSearch.objects.confirmed().order_by("pk"):
        if _is_due(saved, now) and SavedSearch.objects.claim(saved.pk):
            try:
                sent += _send_news(SavedSearch.objects.get(pk=saved.pk), now)
            except SavedSearch.DoesNotExist:
                continue
            finally:
                SavedSearch.objects.filter(pk=saved.pk).update(claimed_at=None)
    return sent


def _is_due(saved: SavedSearch, now: datetime) -> bool:
    since = saved.last_sent or saved.confirmed_at
    if since is None or saved.rhythm == SavedSearch.Rhythm.AT_ONCE:
        return True
    return now >= since + (
        timedelta(days=7) if saved.rhythm == SavedSearch.Rhythm.WEEKLY else relativedelta(months=1)
    )


def _send_news(saved: SavedSearch, now: datetime) -> int:
    """Look, hand over the mail, cross off; 1 when there was one. Mail and cross are written together."""
    if not _is_due(saved, now):
        return 0
    found = find(form_of(saved.address))
    if found is None:
        return 0
    news = [one for one in found if _is_news(saved, one)]
    known = saved.seen.get("records", {})
    entries = [
        {
            "document": one.document,
            "url": absolute(one.document.url),
            "is_new": one.document.key not in known,
            "remark": registry.source_for(one.document.kind).remark(one.document),
        }
        for one in news
    ]
    with transaction.atomic():
        if news:
            _mail(saved, "search/mail/news.txt", f"neu.{uuid.uuid4().hex}", {"entries": entries})
            saved.last_sent = now
        _cross_off(saved, {one.document.key: one.fingerprint for one in news or found})
    return 1 if news else 0


def _is_news(saved: SavedSearch, one: NewHit) -> bool:
    """New to this search, or changed. After a change of the language rules an old record may be found for the
    first time: no news.
    """
    known = saved.seen.get("records", {}).get(one.document.key)
    if known is None and saved.seen.get("analysis") != fingerprint():
        return one.document.released >= str(saved.seen.get("day", ""))
    return bool(known != one.fingerprint)


def _cross_off(saved: SavedSearch, records: dict[str, str]) -> None:
    saved.seen = _remember({**saved.seen.get("records", {}), **records})
    saved.save(update_fields=["seen", "last_sent"])


def _mail(saved: SavedSearch, template: str, message_id: str, context: dict[str, Any]) -> None:
    form, address = form_of(saved.address), page_url(saved)
    with translation.override(saved.language):
        shown = {
            "saved": saved,
            "title": title_of(form),
            "search_url": absolute(reverse("search:results")) + form.address(),
        }
    send(
        to=saved.email,
        language=saved.language,
        template=template,
        context={**shown, **context},
        end_url=address,
        message_id=message_id,
    )
