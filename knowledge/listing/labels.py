"""Labels of facet values, cached per process because every result page prints them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from knowledge.anonymity.profile.suppression import suppress

__all__ = ["AREA_FACET", "TYPE_OF_KIND", "EnumFacet", "TermFacet", "TypeFacet"]

TYPE_OF_KIND = {
    "case": "fall",
    "method": "methode",
    "lesson": "lehre",
    "publication": "veroeffentlichung",
    "cycle": "staffel",
}
"""Words for kinds in addresses (``?typ=fall``)."""

_LIFETIME_SECONDS = 60.0
"""How long another process may show an old label after an editor renamed a term."""


class EnumFacet:
    """A facet over a closed vocabulary of :mod:`knowledge.enums`."""

    def __init__(
        self, label: Any, vocabulary: type[models.TextChoices], *, hides_small: bool = False
    ) -> None:
        self.label = label
        self._vocabulary = vocabulary
        self.hides_small = hides_small

    def hidden(self, counts: Mapping[str, int]) -> frozenset[str]:
        """Values whose number is not named, because it describes so few municipalities that it could tell
        one.
        """
        return (
            frozenset(value for value, count in suppress(counts).items() if count is None)
            if self.hides_small
            else frozenset()
        )

    def value_label(self, value: str) -> str:
        """Label in the active language; the value itself when unknown."""
        return str(self._vocabulary(value).label) if value in self._vocabulary.values else value

    def order(self, values: Iterable[str]) -> list[str]:
        """Order of the vocabulary; unknown values last."""
        known = list(self._vocabulary.values)
        return sorted(values, key=lambda value: (known.index(value) if value in known else len(known), value))


class TypeFacet:
    """The facet ``typ``: German words for kinds of records."""

    def __init__(self, label: Any, names: dict[str, Any]) -> None:
        self.label = label
        self._names = names

    def value_label(self, value: str) -> str:
        """Plural name of the kind."""
        return str(self._names.get(value, value))

    def order(self, values: Iterable[str]) -> list[str]:
        """Order of registration."""
        known = list(self._names)
        return sorted(values, key=lambda value: (known.index(value) if value in known else len(known), value))


class TermFacet:
    """A facet over a taxonomy in the database; ``key`` names the model's field that stands in addresses."""

    def __init__(self, label: Any, model: Callable[[], type[models.Model]], key: str) -> None:
        self.label = label
        self._model = model
        self._key = key
        self._terms: dict[str, Any] = {}
        self._loaded_at = 0.0

    def _load(self) -> dict[str, Any]:
        if not self._terms or time.monotonic() - self._loaded_at > _LIFETIME_SECONDS:
            model = self._model()
            self._terms = {getattr(term, self._key): term for term in model._default_manager.all()}
            self._loaded_at = time.monotonic()
            for signal in (post_save, post_delete):
                signal.connect(
                    self._forget,
                    sender=model,
                    weak=False,
                    dispatch_uid=f"facet-{model._meta.label}-{id(self)}",
                )
        return self._terms

    def _forget(self, **kwargs: Any) -> None:
        self._terms = {}

    def forget(self) -> None:
        """Read the terms again at the next question; for tests, whose databases change without signals."""
        self._terms = {}

    def value_label(self, value: str) -> str:
        """Name in the active language; the value itself when unknown."""
        term = self._load().get(value)
        return str(term.label) if term is not None else value

    def order(self, values: Iterable[str]) -> list[str]:
        """Order of the taxonomy; unknown values last."""
        known = list(self._load())
        return sorted(values, key=lambda value: (known.index(value) if value in known else len(known), value))

    def terms(self) -> list[Any]:
        """All terms in order, from the cache."""
        return list(self._load().values())


AREA_FACET = TermFacet(_("Herausforderung"), lambda: apps.get_model("knowledge.ChallengeArea"), "slug")
"""Challenge areas by their slug."""
