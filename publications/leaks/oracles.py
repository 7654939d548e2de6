"""Ways that show no words and tell something all the same: numbers, "not modified", refusals, mails."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import ExitStack
from typing import Any, Final

from django.contrib.auth import SESSION_KEY, get_user_model
from django.core import mail
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from openpyxl import load_workbook

from knowledge.accounts import send_digests
from knowledge.alumni import AccountSettings
from knowledge.cache import ByteCache
from knowledge.models import LibraryDocument
from publications.leaks.planting import Planted
from search.models import SavedSearch
from search.saved import send_due

__all__ = [
    "counted",
    "digest",
    "error_page",
    "facets",
    "file",
    "kept_bytes",
    "news_of_search",
    "not_modified",
    "part_of_file",
    "picture",
    "workbook",
]

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
    kind = record.key.partition(":")[0]
    for address in (record.url, f"/api/v1/{kind}s/{record.key}"):
        inner = insider.get(address)
        if inner.status_code != 200 or record.mark not in inner.text:
            continue
        tag = f'"{hashlib.md5(inner.content, usedforsecurity=False).hexdigest()}"'
        later = f"{timezone.now():%a, %d %b %Y} 23:59:59 GMT"
        for asked in ({"If-None-Match": tag}, {"If-Modified-Since": later}):
            if client.get(address, headers=asked).status_code == 304:
                return record.mark
    return ""


def file(client: Client, record: Planted) -> str:
    """Whether the document of a page is handed out."""
    return record.mark if record.file and client.get(record.file).status_code == 200 else ""


def part_of_file(client: Client, record: Planted) -> str:
    """Whether a part of it is, its size, or that it is still the same."""
    if not record.file:
        return ""
    document = LibraryDocument.objects.get(pk=record.file.split("/")[2])
    asked = ({"Range": "bytes=0-9"}, {"Range": "bytes=-9"}, {"If-None-Match": f'"{document.file_hash}"'})
    told = [client.get(record.file, headers=headers).status_code for headers in asked]
    told.append(client.head(record.file).status_code)
    return record.mark if {200, 206, 304, 416} & set(told) else ""


def picture(client: Client, record: Planted) -> str:
    """Whether a picture is handed out, or the web server in front told to."""
    if not record.picture:
        return ""
    with override_settings(MEDIA_ACCEL_REDIRECT="/geschuetzt/"):
        return record.mark if client.get(record.picture).status_code == 200 else ""


def kept_bytes(client: Client, record: Planted) -> str:
    """What the cache in front of Django hands out after an insider was there."""
    insider = Client()
    insider.force_login(get_user_model().objects.get(username="probe-verwaltung"))
    kept = ByteCache(WSGIHandler(), megabytes=1)
    _through(kept, insider, record.url)
    return _through(kept, client, record.url)


def _through(kept: ByteCache, client: Client, address: str) -> str:
    connection.run_on_commit.clear()  # what was planted counts as written; nothing of it is committed
    status: list[str] = []
    body = b"".join(
        kept(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": address,
                "QUERY_STRING": "",
                "SERVER_NAME": "testserver",
                "SERVER_PORT": "80",
                "HTTP_HOST": "testserver",
                "HTTP_COOKIE": "; ".join(f"{one.key}={one.coded_value}" for one in client.cookies.values()),
                "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(),
            },
            lambda line, headers, *_more: status.append(line),
        )
    )
    return body.decode("utf-8", "replace") if status[0].startswith("200") else ""


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
