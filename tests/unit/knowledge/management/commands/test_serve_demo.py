"""Starting the demo: a taken port is told before anything is loaded; publishing goes on after a failure."""

from __future__ import annotations

import socket
import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from knowledge.management.commands import serve_demo


def test_taken_port_is_told_with_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"PORT={port + 1} make run"):
            serve_demo.Command()._refuse_taken_port(port)


def test_port_that_cannot_be_is_told() -> None:
    with pytest.raises(CommandError, match="nicht möglich"):
        serve_demo.Command()._refuse_taken_port(70_000)


def test_production_settings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "knowledge.settings.production")
    with pytest.raises(CommandError, match="Einstellungen der Entwicklung"):
        call_command("serve_demo")


def test_greeting_names_every_login() -> None:
    out = StringIO()
    serve_demo.Command(stdout=out)._greet(9000)
    said = out.getvalue()
    assert "http://127.0.0.1:9000/admin/" in said
    assert all(account.password in said for account in serve_demo.DEMO_ACCOUNTS)


def test_publishing_is_tried_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, calls = threading.Event(), []

    def command(name: str, **options: Any) -> None:
        calls.append(name)
        if len(calls) == 1:
            raise OSError("database is locked")
        stop.set()

    monkeypatch.setattr(serve_demo, "call_command", command)
    monkeypatch.setattr(serve_demo.connections, "close_all", lambda: None)
    monkeypatch.setattr(serve_demo.logger, "exception", lambda message: calls.append(message))
    serve_demo.publish_regularly(stop, seconds=0)
    assert calls == ["publish_scheduled", "scheduled publishing failed", "publish_scheduled"]
