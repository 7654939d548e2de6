"""Somebody in the confidential room, and what a page would show: template and context, not its HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cases.intake import actions
from cases.intake.review import TEXT_FIELDS, review_of
from cases.intake.training import training_record
from cases.intake.views import entry, handover, protocol, records, review
from cases.models import RawCase
from cases.sealed import IntakeNames
from tests.factories import UserFactory

Ask = Callable[..., Any]


class Shown(HttpResponse):
    """A page before it is printed."""

    def __init__(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> None:
        super().__init__(status=status)
        self.template, self.context = template, context


@pytest.fixture(autouse=True)
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (entry, handover, protocol, records, review):
        monkeypatch.setattr(module, "render", Shown)


@pytest.fixture
def somebody(db: None) -> Any:
    """Whoever may do everything in the room."""
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="cases", codename__endswith="_rawcase")
    )
    return user


@pytest.fixture
def text() -> dict[str, str]:
    """A short case with two names in it."""
    said = {"title": "Herr Huber zögert", "situation": "In Musterhausen fehlt ein Plan."}
    return training_record()[0] | dict.fromkeys(TEXT_FIELDS, "") | said


@pytest.fixture
def take_in(somebody: Any) -> Callable[[dict[str, str]], RawCase]:
    """A raw case of a text."""
    names = IntakeNames("Musterhausen", ("Alois Huber",), ())
    return lambda text: actions.take_in(text=text, names=names, meeting=None, user=somebody)


@pytest.fixture
def raw(take_in: Any, text: dict[str, str]) -> RawCase:
    """The short case."""
    return take_in(text)


@pytest.fixture
def decide(somebody: Any) -> Callable[[RawCase], RawCase]:
    """Replace every finding of a raw case."""

    def decide(raw: RawCase) -> RawCase:
        found = review_of(raw)
        choices = [
            actions.ReviewChoice(row.mark, "ersetzen", f"[Name {number}]")
            for number, row in enumerate(found.rows)
        ]
        actions.decide(raw=raw, review=found, choices=choices, user=somebody)
        return raw

    return decide


@pytest.fixture
def decided(raw: RawCase, decide: Any) -> RawCase:
    """The short case with a decision for every finding."""
    return decide(raw)


@pytest.fixture
def ask(somebody: Any) -> Ask:
    """``ask(view, pk, data, json=...)``: GET, or POST where there are data; the answer has the messages that
    were left as ``told``.
    """

    def ask(
        view: Any, *args: Any, data: dict[str, Any] | None = None, user: Any = None, json: bool = False
    ) -> Any:
        headers = {"accept": "application/json"} if json else {}
        factory = RequestFactory(headers=headers)
        request: Any = factory.get("/") if data is None else factory.post("/", data)
        request.user, request.session = user or somebody, SessionBase()
        request._messages = FallbackStorage(request)
        request._dont_enforce_csrf_checks = True
        response = view(request, *args)
        kept = list(request._messages)
        response.told = " ".join(map(str, kept))
        response.levels = [message.level_tag for message in kept]
        return response

    return ask
