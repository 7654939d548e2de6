"""Forms of one word: folded, composed, masculine, stemmed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.forms import composed, fold, masculine, respelt, stem


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("", ""),
        ("Größe", "groesse"),
        ("GRÖSSE", "groesse"),
        ("Gro\u0308ße", "groesse"),
        ("Ärzt\u0065\u0301", "aerzte"),
        ("İstanbul", "istanbul"),
        ("ﬁnden", "finden"),
        ("Ærø", "aeroe"),
        ("Łódź", "łodz"),
        ("m²", "m2"),
    ],
)
def test_every_spelling_of_a_letter_is_folded_alike(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_umlauts_of_two_characters_become_one() -> None:
    assert composed("Bu\u0308rger") == "Bürger"
    assert composed("Bürger") == "Bürger"


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("beraterinnen", "berater"),
        ("beraterin", "berater"),
        ("kolleginnen", "kolleg"),
        ("gewinnen", "gewinnen"),
        ("darin", "darin"),
        ("berlin", "berlin"),
        ("in", "in"),
        ("", ""),
    ],
)
def test_only_feminine_forms_have_another_base(word: str, base: str) -> None:
    assert masculine(word) == base


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("photovoltaik", "fotovoltaik"),
        ("potential", "potenzial"),
        ("code", "kode"),
        ("aufwaendig", "aufwendig"),
    ],
)
def test_two_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert respelt(one) == respelt(other)


def test_threads_stem_alike() -> None:
    """A stemmer keeps state, so each thread has its own."""
    words = ["haushalte", "beteiligungen", "beraterinnen", "kommunal"] * 50
    alone = [stem(word) for word in words]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(stem, words)) == alone
