"""What an app hands in is complete, or a check says what to add where."""

from __future__ import annotations

from typing import Any

import pytest

from search import checks, registry
from search.registry import Band, FacetWord
from tests.unit.search.conftest import Labels


def test_this_installation_is_complete() -> None:
    assert checks.check_sources(None) == checks.check_facets(None) == []


@pytest.mark.parametrize("name", sorted(checks.DECLARED))
def test_whatever_a_kind_does_not_say_is_named(
    name: str, source: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(source), name, None)
    (message,) = checks.check_sources(None)
    assert message.id == "search.E001"
    assert message.msg == f"tests.unit.search.conftest.GroupSource does not say its `{name}`."
    assert f"`{name} = ...`" in str(message.hint)


def test_an_incomplete_kind_is_told_before_its_facets(source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(type(source), "order")
    assert [message.id for message in checks.check_sources(None)] == ["search.E001"]
    assert checks.check_facets(None) == []


def test_two_kinds_with_one_word_or_place(source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Twin(type(source)):  # type: ignore[misc]
        kind = "zwilling"
        order = 2

    registry.register(Twin())
    messages = checks.check_sources(None)
    assert [message.id for message in messages] == ["search.E002", "search.E002"]
    assert "`type_word`" in messages[0].msg


def test_a_facet_nobody_declares(source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(source), "facets", ("buchstabe", "kosten"))
    (message,) = checks.check_facets(None)
    assert message.id == "search.E003"
    assert "GroupSource.facets names the facet 'kosten'" in message.msg
    assert "registry.register_facets('kosten', EnumFacet(...))" in str(message.hint)


def test_a_facet_of_a_word_or_a_unit_that_nobody_declares(
    source: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_facet_words", [FacetWord("teuer", "kosten", "viel")])
    monkeypatch.setattr(registry, "_bands", [Band(("Euro",), "kosten", ((None, "viel"),))])
    assert [message.msg for message in checks.check_facets(None)] == [
        "FacetWord('teuer') names the facet 'kosten', which nobody declares.",
        "Band('Euro',) names the facet 'kosten', which nobody declares.",
    ]


def test_a_facet_that_no_kind_offers(source: Any) -> None:
    registry.register_facets("kosten", Labels("Kosten"))
    (message,) = checks.check_facets(None)
    assert (message.id, message.msg) == ("search.E004", "No kind offers values of the facet 'kosten'.")


def test_an_unknown_kind_or_facet_is_a_sentence() -> None:
    with pytest.raises(LookupError, match="no app registers a search source"):
        registry.source_for("fest")
    with pytest.raises(LookupError, match="no app registers the facet"):
        registry.facet_label("kosten")
