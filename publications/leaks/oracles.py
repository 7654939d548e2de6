"""Ways that show no words and tell something all the same: numbers, "not modified", refusals, mails."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import ExitStack
from typing import Any, Final

from django.contrib.auth import SESSION_KEY, get_user_model
from django.core import mail
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from openpyxl import load_workbook

from knowledge.accounts import send_digests
from knowledge.alumni import AccountSettings
from publications.leaks.planting import Planted
from search.models import SavedSearch
from search.saved import send_due

__all__ = ["counted", "digest", "error_page", "facets", "news_of_search", "not_modified", "workbook"]

_CHANGING: Final = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
_MAILBOX: Final = "probe-post@rathaus.example"


def _found_exactly(client: Client, record: Planted) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/search", {"q": f'"{record.word}"', "limit": "1"}).json()
    return found


def counted(client: Client, record: Planted) -> str:
    """Whether the number of hits knows of it."""
    return record.mark if _found_exactly(client, record)["total"] else ""


def facets(client: Client, record: Planted) -> str:
    """Whether a number beside a filter knows of it."""
    rows = _found_exactly(client, record)["facets"].values()
    return record.mark if any(value["count"] for values in rows for value in values) else ""


def workbook(client: Client, record: Planted) -> str:
    """The words of the table for Excel."""
    response: Any = client.get("/suche/tabelle.xlsx", {"q": record.word})
    if response.status_code != 200:
        return ""
    book = load_workbook(io.BytesIO(response.content), read_only=True)
    return "\n".join(str(value) for sheet in book for row in sheet.values for value in row)


def not_modified(client: Client, record: Planted) -> str:
    """Whether somebody who knows what insiders are answered is told that it is still so."""
    insider = Client()
    insider.force_login(get_user_model().objects.get(username="probe-verwaltung"))
    kind = "cases" if record.key.startswith("case:") else "lessons"
    for address in (record.url, f"/api/v1/{kind}/{record.key}"):
        inner = insider.get(address)
        if inner.status_code != 200 or record.mark not in inner.text:
            continue
        tag = f'"{hashlib.md5(inner.content, usedforsecurity=False).hexdigest()}"'
        later = f"{timezone.now():%a, %d %b %Y} 23:59:59 GMT"
        for asked in ({"If-None-Match": tag}, {"If-Modified-Since": later}):
            if client.get(address, headers=asked).status_code == 304:
                return record.mark
    return ""


def error_page(client: Client, record: Planted) -> str:
    """What a refusal says beyond what was asked for; all of it where it is another one than at an address
    that is no page.
    """
    refused = client.get(record.url)
    if refused.status_code == 200:
        return ""
    text = _plain(refused.text, record.url)
    if not record.is_page:
        return text
    address = f"{record.url.rstrip('/')}-gibt-es-nicht/"
    nowhere = client.get(address)
    same = nowhere.status_code == refused.status_code and _plain(nowhere.text, address) == text
    return text if same else record.mark


def _plain(text: str, address: str) -> str:
    """Without what is repeated from the address, and without what is drawn anew for each answer."""
    slug = address.rstrip("/").rpartition("/")[2]
    return _CHANGING.sub("", text).replace(slug, "")


def news_of_search(client: Client, record: Planted) -> str:
    """The mail to somebody who remembers this search."""
    SavedSearch.objects.filter(email=_MAILBOX).delete()
    SavedSearch.objects.create(
        email=_MAILBOX,
        address=f"?q={record.word}",
        rhythm=SavedSearch.Rhythm.AT_ONCE,
        confirmed_at=timezone.now(),
    )
    return _sent_by(send_due, _MAILBOX)


def digest(client: Client) -> str:
    """The mail about what is new for this reader."""
    user = get_user_model().objects.get(pk=client.session[SESSION_KEY])
    user.email = f"{user.username}@rathaus.example"
    user.save(update_fields=["email"])
    AccountSettings.objects.update_or_create(
        user=user, defaults={"digest": AccountSettings.Digest.WEEKLY, "digest_sent_at": None}
    )
    return _sent_by(send_digests, user.email)


def _sent_by(sending: Any, to: str) -> str:
    """What goes out to a mailbox meanwhile; it goes nowhere."""
    outbox = getattr(mail, "outbox", None)
    with ExitStack() as stack:
        stack.enter_context(override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"))
        mail.outbox = []
        try:
            sending()
            return "\n".join(f"{m.subject}\n{m.body}" for m in mail.outbox if to in m.to)
        finally:
            if outbox is None:
                del mail.outbox
            else:
                mail.outbox = outbox
