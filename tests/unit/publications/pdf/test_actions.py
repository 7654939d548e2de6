"""Whether a PDF was built from its page, and whether it is this edition already."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from publications.pdf import actions


def document(content: bytes, *, is_there: bool = True) -> Any:
    @contextmanager
    def open_file() -> Any:
        yield BytesIO(content)

    storage = SimpleNamespace(exists=lambda name: is_there)
    return SimpleNamespace(
        pk=1, file=SimpleNamespace(name="documents/x.pdf", storage=storage), open_file=open_file
    )


@pytest.fixture(autouse=True)
def fingerprints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "pdf_fingerprint", lambda content: content.decode())


@pytest.mark.parametrize(
    ("pdf", "built"),
    [
        (None, False),
        (document(b"weiterdenken-1"), True),
        (document(b""), False),
        (document(b"weiterdenken-1", is_there=False), False),
    ],
    ids=["none", "built", "uploaded", "lost"],
)
def test_built_is_what_has_the_fingerprint_of_a_page(pdf: Any, built: bool) -> None:
    assert actions.is_built(SimpleNamespace(pdf=pdf)) is built  # type: ignore[arg-type]


@pytest.mark.django_db
def test_same_edition_is_not_attached_again() -> None:
    page = SimpleNamespace(pdf=document(b"weiterdenken-1"), title="Leitfaden")
    assert not actions.attach_pdf(page=page, content=b"weiterdenken-1")  # type: ignore[arg-type]
