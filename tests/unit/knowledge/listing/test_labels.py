"""Labels of facet values, in both languages, without a query per page."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from knowledge.enums import Outcome
from knowledge.listing.labels import EnumFacet, TermFacet, TypeFacet
from knowledge.models import PolicyField
from tests.factories import PolicyFieldFactory


def test_closed_vocabulary_keeps_its_order_and_lets_strange_values_pass() -> None:
    facet = EnumFacet("Ausgang", Outcome)
    assert facet.order(["aufgegeben", "fremd", "offen"]) == ["offen", "aufgegeben", "fremd"]
    assert facet.value_label("fremd") == "fremd"
    assert facet.value_label("gescheitert") == "Gescheitert"
    with translation.override("en"):
        assert facet.value_label("gescheitert") == "Failed"


def test_types_by_their_word_in_addresses() -> None:
    facet = TypeFacet("Art")
    assert facet.order(["methode", "x", "fall"]) == ["fall", "methode", "x"]
    assert (facet.value_label("fall"), facet.value_label("x")) == ("Fälle", "x")
    assert facet.hidden({"fall": 1}) == frozenset()


@pytest.mark.django_db
def test_terms_cost_one_query_and_are_renewed_when_an_editor_renames(django_assert_num_queries: Any) -> None:
    term = PolicyFieldFactory(key="energie", name="Energie", name_en="Energy", sort_order=2)
    PolicyFieldFactory(key="jugend", name="Jugend", name_en="Youth", sort_order=1)
    facet = TermFacet("Handlungsfeld", lambda: PolicyField, "key")
    with django_assert_num_queries(1):
        assert facet.value_label("energie") == "Energie"
        assert facet.order(["energie", "x", "jugend"]) == ["jugend", "energie", "x"]
        assert [t.key for t in facet.terms()] == ["jugend", "energie"]
    with translation.override("en"):
        assert facet.value_label("energie") == "Energy"
    term.name = "Energie und Wärme"
    term.save()
    assert facet.value_label("energie") == "Energie und Wärme"
    term.delete()
    assert facet.value_label("energie") == "energie"
