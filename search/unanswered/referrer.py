"""From which search somebody came to a record: the browser says it, and nothing else about the reader is
looked at.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest
from django.urls import reverse

from search.query import clean

__all__ = ["searched_for"]


def searched_for(request: HttpRequest) -> str:
    """The words of the result page of this library that led here; "" for any other way."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if before.netloc != request.get_host() or not before.path.endswith(reverse("search:results")):
        return ""
    return clean(parse_qs(before.query).get("q", [""])[0])
