"""What is typed on a Mac arrives like what is typed elsewhere."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from knowledge.web.composed_input import ComposedInput

TYPED = unicodedata.normalize("NFD", "Bürgermeisterin für Übergänge")


def seen(request: HttpRequest) -> Any:
    """The form data that a view behind the middleware reads."""
    found: dict[str, Any] = {}

    def view(request: HttpRequest) -> HttpResponse:
        found.update(request.POST.lists())
        found["files"] = list(request.FILES)
        return HttpResponse()

    ComposedInput(view)(request)
    return found


@pytest.mark.parametrize("way", ["multipart", "urlencoded"])
def test_text_is_composed(rf: RequestFactory, way: str) -> None:
    data: dict[str, Any] = {"text": TYPED, "wort": [TYPED, "klar"]}
    if way == "multipart":
        request = rf.post("/", data | {"datei": SimpleUploadedFile("a.txt", b"x")})
    else:
        request = rf.post(
            "/",
            "&".join(
                f"{name}={value}" for name, value in [("text", TYPED), ("wort", TYPED), ("wort", "klar")]
            ),
            content_type="application/x-www-form-urlencoded",
        )
    composed = unicodedata.normalize("NFC", TYPED)
    assert composed != TYPED
    assert seen(request) == {
        "text": [composed],
        "wort": [composed, "klar"],
        "files": ["datei"] if way == "multipart" else [],
    }


def test_lines_end_as_they_are_kept(rf: RequestFactory) -> None:
    assert seen(rf.post("/", {"text": "eins\r\nzwei"}))["text"] == ["eins\nzwei"]


def test_body_is_read_only_when_somebody_asks(rf: RequestFactory) -> None:
    request = rf.post("/", {"text": TYPED})
    ComposedInput(lambda request: HttpResponse())(request)
    assert not hasattr(request, "_post")


def test_nothing_typed_is_nothing(rf: RequestFactory) -> None:
    assert seen(rf.get("/")) == {"files": []}


def test_no_control_character_comes_in(rf: RequestFactory) -> None:
    sent = {"text": "a\x01b\tc\nd\x7f\x85\ufffe", "fe\x01ld": "a\0b"}
    assert seen(rf.post("/", sent)) == {"text": ["ab\tc\nd"], "feld": ["a\ufffdb"], "files": []}


def test_nor_as_an_escape_of_the_editor_for_rich_text(rf: RequestFactory) -> None:
    sent = {
        "blocks": [{"text": "a\x01b\n\\u0001", "depth": 0}],
        "entityMap": {"0": {"\x01": True, "x": None}},
    }
    (found,) = seen(rf.post("/", {"inhalt": json.dumps(sent)}))["inhalt"]
    assert json.loads(found) == {
        "blocks": [{"text": "ab\n\\u0001", "depth": 0}],
        "entityMap": {"0": {"": True, "x": None}},
    }
    clean = '{"blocks":  [{"text": "zwei \\n Zeilen"}]}'
    assert seen(rf.post("/", {"inhalt": clean}))["inhalt"] == [clean]
