"""Addresses from German words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base.slugs import german_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Bürgerrat", "buergerrat"),
        ("Größe & Maß", "groesse-mass"),
        ("Ökologie, Ärger", "oekologie-aerger"),
        ("Café", "cafe"),
        ("„…“", ""),
    ],
)
def test_umlauts_are_written_out(text: str, slug: str) -> None:
    assert german_slug(text) == slug


def test_long_ones_end_with_a_whole_word() -> None:
    assert german_slug("Wenn die Kasse leer ist", most=12) == "wenn-die"
    assert german_slug("Haushaltssicherungskonzept", most=10) == "haushaltss"


@given(st.text(max_size=200), st.integers(1, 80))
def test_result_is_short_and_ascii(text: str, most: int) -> None:
    slug = german_slug(text, most=most)
    assert len(slug) <= most
    assert slug.isascii()
    assert not slug.startswith("-") and " " not in slug
