"""Answers to an anonymous reader of the unchanged demo library, each asked for once per process."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

__all__ = ["Answer", "read"]


@dataclass(frozen=True)
class Answer:
    """Status of an address and its text; empty where it is no page but a file."""

    status: int
    text: str


_answers: dict[str, Answer] = {}


def read(address: str) -> Answer:
    """What a reader gets at an address; only for tests that have changed nothing before they ask."""
    if address not in _answers:
        response = Client().get(address, follow=address == "/admin/")
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        _answers[address] = Answer(response.status_code, response.text if is_page else "")
        response.close()
    return _answers[address]
