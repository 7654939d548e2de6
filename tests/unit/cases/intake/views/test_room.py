"""The walls of the confidential room."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from cases.intake.views import room
from cases.sealed import SealError


def ask(view: Any, *permissions: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(has_perms=set(permissions).issuperset)  # type: ignore[assignment]
    request.session = SessionBase()  # type: ignore[assignment]
    return room.confidential(room.VIEW, room.REVIEW)(view)(request)


@pytest.fixture(autouse=True)
def plain_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_sorry", lambda request, error, status: HttpResponse(error, status=status))


def test_every_permission_is_needed() -> None:
    with pytest.raises(PermissionDenied):
        ask(lambda request: HttpResponse(), room.VIEW)
    assert ask(lambda request: HttpResponse("da"), room.VIEW, room.REVIEW).content == b"da"


def test_no_answer_is_kept() -> None:
    response = ask(lambda request: HttpResponse(), room.VIEW, room.REVIEW)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (SealError("Schlüssel fehlt"), 503, "Schlüssel fehlt"),
        (ValueError("Frau Huber"), 500, "nicht geklappt"),
    ],
)
def test_an_error_is_told_without_its_words(
    error: Exception, status: int, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    def view(request: Any) -> HttpResponse:
        raise error

    response = ask(view, room.VIEW, room.REVIEW)
    assert response.status_code == status
    assert told in response.content.decode()
    assert "Huber" not in response.content.decode() + caplog.text
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("error", [Http404("x"), PermissionDenied("x")])
def test_a_refusal_stays_what_it_is(error: Exception) -> None:
    def view(request: Any) -> HttpResponse:
        raise error

    with pytest.raises(type(error)):
        ask(view, room.VIEW, room.REVIEW)


@pytest.mark.django_db
def test_k_is_counted_as_soon_as_the_bands_are_there() -> None:
    assert room.count_report({"federal_state": "BY"}, []) is None
    report = room.count_report({"federal_state": "BY", "size_band": "kleinstadt"}, ["Der Stadtrat tagte."])
    assert report is not None
    assert report.counts[0].key == "register"
