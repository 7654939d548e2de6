"""Deciding about a page: why not now, and in which words a refusal is told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from knowledge.admin.page_editing import LibraryEditView, _sentence


@pytest.mark.parametrize(
    ("task", "live", "outdated", "part"),
    [
        (None, True, False, "Sie ist veröffentlicht."),
        (None, False, False, "Sie ist ein Entwurf."),
        (object(), False, True, "neuere Fassung"),
        (object(), False, False, ""),
    ],
)
def test_reason_says_what_became_of_the_page(task: object, live: bool, outdated: bool, part: str) -> None:
    view = LibraryEditView()
    view.page = SimpleNamespace(current_workflow_task=task, live=live)
    view.is_out_of_date = outdated
    reason = view._why_not_now()
    assert part in reason
    assert bool(reason) is bool(part)


def test_refusal_without_words_gets_some() -> None:
    assert _sentence(PermissionDenied("Nur zu zweit.")) == "Nur zu zweit."
    assert "genehmigt ihn nicht selbst" in _sentence(PermissionDenied())
