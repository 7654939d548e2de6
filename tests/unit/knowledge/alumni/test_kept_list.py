"""What stands on a list as far as its owner may read it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from knowledge.alumni import KeptRecord, chapter_on, kept_entries, kept_list
from search.contract import Viewer

GUIDE = SimpleNamespace(pk=7, title="Der Leitfaden", get_url=lambda: "/leitfaden/")
CHAPTER = SimpleNamespace(
    title="Der Leitfaden: Anfangen", url="/leitfaden/anfangen/", key="publication:7#anfangen"
)


@pytest.fixture(autouse=True)
def guide(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page with one chapter."""
    source = SimpleNamespace(key=lambda page: f"publication:{page.pk}")
    monkeypatch.setattr(kept_list, "readable_pages", lambda ids, _viewer: {7: GUIDE} if 7 in ids else {})
    monkeypatch.setattr(kept_list, "source_of", lambda _page: source)
    monkeypatch.setattr(kept_list, "describe", lambda _page, _viewer: "description")
    monkeypatch.setattr(
        kept_list, "chapter_of", lambda _described, anchor: CHAPTER if anchor == "anfangen" else None
    )


def test_a_chapter_has_its_own_title_address_and_key() -> None:
    rows = [KeptRecord(page_id=7, chapter="anfangen"), KeptRecord(page_id=7)]
    chapter, whole = kept_entries(rows, Viewer())
    assert (chapter.title, chapter.url, chapter.key) == (CHAPTER.title, CHAPTER.url, CHAPTER.key)
    assert (whole.title, whole.url, whole.key) == ("Der Leitfaden", "/leitfaden/", "publication:7")


def test_a_chapter_that_is_gone_is_told_as_its_record() -> None:
    (entry,) = kept_entries([KeptRecord(page_id=7, chapter="frueher")], Viewer())
    assert (entry.title, entry.key) == ("Der Leitfaden", "publication:7")


def test_what_may_not_be_read_is_named_by_nothing() -> None:
    (entry,) = kept_entries([KeptRecord(page_id=8, chapter="anfangen")], Viewer())
    assert (entry.page, entry.title, entry.url, entry.key) == (None, "", "", "")


@pytest.mark.parametrize("error", [LookupError, PermissionDenied])
def test_a_record_that_nobody_describes_has_no_chapter(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse(*_args: Any) -> None:
        raise error

    monkeypatch.setattr(kept_list, "describe", refuse)
    assert chapter_on(GUIDE, "anfangen", Viewer()) is None
