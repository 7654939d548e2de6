"""A draft may lack its PDF; what readers are to see may not."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.base import LibraryPageForm
from publications.models.forms import PublicationForm


@pytest.mark.parametrize(
    ("pdf", "is_draft", "errors", "asked"),
    [
        (None, False, {}, True),
        (None, True, {}, False),
        (object(), False, {}, False),
        (None, False, {"pdf": ["kaputt"]}, False),
    ],
)
def test_pdf_is_asked_for_at_its_field(
    monkeypatch: pytest.MonkeyPatch, pdf: Any, is_draft: bool, errors: dict[str, Any], asked: bool
) -> None:
    monkeypatch.setattr(LibraryPageForm, "clean", lambda self: {"pdf": pdf})
    added: list[str] = []
    made = PublicationForm.__new__(PublicationForm)
    made.__dict__.update(is_deferred_validation=is_draft, add_error=lambda name, words: added.append(name))
    monkeypatch.setattr(PublicationForm, "errors", errors)
    PublicationForm.clean(made)
    assert added == (["pdf"] if asked else [])
