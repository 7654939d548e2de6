"""A search of its own for every test: memory engine, a source over Django's groups, no trace of other
tests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group

import knowledge.urls  # noqa: F401 - it asks for the sources of the apps, which a test takes away
from search import engines, registry, service
from search.contract import Document, NumberRange, Passage, Viewer


class GroupSource:
    """Groups as records: ``name`` is "audience|title|text"; a name without bars is a draft."""

    kind = "gruppe"
    model = Group
    label = "Gruppe"
    label_plural = "Gruppen"
    counted = "%(count)d Gruppen"
    type_word = "gruppe"
    query_words: tuple[str, ...] = ()
    icon = "people"
    order = 1
    facets = ("buchstabe",)
    hidden: set[str]

    def __init__(self) -> None:
        self.hidden = set()

    def eligible(self) -> Any:
        return Group.objects.filter(name__contains="|").order_by("pk")

    def public(self) -> Any:
        return self.eligible().filter(name__startswith="public|")

    def is_eligible(self, obj: Any) -> bool:
        return "|" in obj.name

    def key(self, obj: Any) -> str:
        return f"gruppe:{obj.pk}"

    def build(self, obj: Any) -> Document:
        audience, title, text = obj.name.split("|")
        if text == "kaputt":
            raise ValueError("cannot be built")
        return Document(
            self.key(obj), self.kind, title, f"/g/{obj.pk}/", summary=text, passages=(Passage(text,
            anchor="text"),), audience=audience,
            facets={"typ": ("gruppe",), "buchstabe": (title[:1].lower(),)},
            numbers={"personen": NumberRange(5, 25)},
        )  # fmt: skip

    def visible(self, keys: Collection[str], viewer: Viewer) -> set[str]:
        numbers = [int(key.partition(":")[2]) for key in keys]
        known = {
            f"gruppe:{group.pk}"
            for group in self.eligible().filter(pk__in=numbers)
            if viewer.may_read(group.name.partition("|")[0])
        }
        return known - self.hidden

    def remark(self, document: Document) -> str:
        return ""

    def address_of(self, url: str, anchor: str) -> str:
        return f"{url}#{anchor}"


class Labels:
    """Labels of a facet."""

    def __init__(self, label: str) -> None:
        self.label = label

    def value_label(self, value: str) -> str:
        return value.upper()

    def order(self, values: Any) -> list[str]:
        return sorted(values)

    def hidden(self, counts: Any) -> frozenset[str]:
        return frozenset()


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch, settings: Any, db: None) -> Iterator[GroupSource]:
    made = GroupSource()
    settings.SEARCH_ENGINE = "memory"
    settings.SEARCH_OUTBOX = "immediate"
    monkeypatch.setattr(registry, "_sources", {made.kind: made})
    monkeypatch.setattr(registry, "_facets", {"typ": Labels("Art"), "buchstabe": Labels("Buchstabe")})
    monkeypatch.setattr(
        registry,
        "_vocabularies",
        [lambda: [registry.VocabularyEntry("kein Geld", "buchstabe", "v", "Buchstabe V")]],
    )
    monkeypatch.setattr(
        registry, "_facet_words", [registry.FacetWord("Gruppe", "typ", "gruppe", strict=True)]
    )
    monkeypatch.setattr(
        registry, "_bands", [registry.Band(("Einwohner",), "buchstabe", ((5_000, "k"), (None, "g")))]
    )
    engines.reset()
    service.forget()
    yield made
    engines.reset()
    service.forget()
