"""Word lists: comments and blanks are none of their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.language import fold, wordlists


def test_comments_and_blanks_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.txt").write_text("# Kopf\n\n eins  zwei \r\n#drei\nvier\n", encoding="utf-8")
    monkeypatch.setattr(wordlists, "DATA", tmp_path)
    assert list(wordlists.lines("own.txt")) == ["eins  zwei", "vier"]
    assert wordlists.words.__wrapped__("own.txt") == {"eins", "zwei", "vier"}


@pytest.mark.parametrize("name", ["stopwords_de.txt", "distinct.txt"])
def test_words_are_listed_as_they_are_compared(name: str) -> None:
    """A stop word with an umlaut would never be found."""
    assert {word for word in wordlists.words(name) if fold(word) != word} == set()
