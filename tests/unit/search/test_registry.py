"""What apps tell the search."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory

from search import registry
from search.contract import Audience, Viewer
from search.registry import FacetWord
from tests.unit.search.conftest import GroupSource


def test_a_kind_has_one_source(source: GroupSource) -> None:
    registry.register(GroupSource())

    class Other(GroupSource):
        pass

    with pytest.raises(ValueError, match="registered twice"):
        registry.register(Other())


def test_kinds_stand_in_their_order(source: GroupSource) -> None:
    class Earlier(GroupSource):
        kind, order, type_word = "frueher", 0, "frueher"

    registry.register(Earlier())
    assert [one.kind for one in registry.sources()] == ["frueher", "gruppe"]
    assert registry.source_of(Group(name="x")) is not None
    assert registry.source_of(object()) is None


def test_words_for_a_kind_lift_its_records(source: GroupSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GroupSource, "query_words", ("Runde",))
    assert registry.facet_words()[0] == FacetWord("Runde", "typ", "gruppe")


def test_values_are_named_with_their_facet(source: GroupSource) -> None:
    assert registry.value_label("buchstabe", "h") == "Buchstabe: H"
    assert registry.value_label("farbe", "rot") == "rot"


def test_without_a_word_of_the_apps_everybody_is_the_public(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolvers: list[Any] = []
    monkeypatch.setattr(registry, "_resolvers", resolvers)
    assert registry.viewer_of(rf.get("/")) == Viewer()
    alumni = Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI}))
    registry.register_viewer(lambda request: alumni)
    assert registry.viewer_of(rf.get("/")) == alumni


def test_the_first_objection_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_text_guards", [lambda text: "", lambda text: f"nicht {text}"])
    assert registry.objection_to("so") == "nicht so"
    monkeypatch.setattr(registry, "_text_guards", [])
    assert registry.objection_to("so") == ""


def test_one_guard_is_enough_to_keep_a_query_out_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_guards", [lambda text: True, lambda text: "geheim" not in text])
    assert registry.is_safe_to_log("Haushalt") and not registry.is_safe_to_log("geheim")
