"""Labels of facet values, cached per process because every result page prints them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from knowledge.anonymity.profile import suppress
from knowledge.enums import AccessLevel
from search import registry

__all__ = ["AREA_FACET", "Access", "EnumFacet", "TermFacet", "TypeFacet", "counted"]


class Access(models.TextChoices):
    """What readers who are signed in see at a record and may filter by: who else reads it."""

    ALUMNI = AccessLevel.ALUMNI.value, _("Nur für Ehemalige")
    CYCLE = AccessLevel.CYCLE.value, _("Nur für eine Staffel")
    EDITORS = AccessLevel.EDITORS.value, _("Nur Redaktion")
    DEEPER = "vertiefung", _("Mit Vertiefung für Ehemalige")


_LIFETIME_SECONDS = 60.0
"""How long another process may show an old label after an editor renamed a term."""


def _ordered(values: Iterable[str], known: Sequence[str]) -> list[str]:
    """In the order of the known ones; unknown values last."""
    return sorted(values, key=lambda value: (known.index(value) if value in known else len(known), value))


class EnumFacet:
    """A facet over a closed vocabulary of :mod:`knowledge.enums`."""

    def __init__(
        self, label: Any, vocabulary: type[models.TextChoices], *, hides_small: bool = False
    ) -> None:
        self.label = label
        self._vocabulary = vocabulary
        self._hides_small = hides_small

    def hidden(self, counts: Mapping[str, int]) -> frozenset[str]:
        """Values whose number is not named, because it describes so few municipalities that it could tell
        one.
        """
        return (
            frozenset(value for value, count in suppress(counts).items() if count is None)
            if self._hides_small
            else frozenset()
        )

    def value_label(self, value: str) -> str:
        """Label in the active language; the value itself when unknown."""
        return str(self._vocabulary(value).label) if value in self._vocabulary.values else value

    def order(self, values: Iterable[str]) -> list[str]:
        """Order of the vocabulary; unknown values last."""
        return _ordered(values, list(self._vocabulary.values))


class TypeFacet:
    """The facet of the kinds, as their sources declare them."""

    def __init__(self, label: Any) -> None:
        self.label = label

    def value_label(self, value: str) -> str:
        """Plural name of the kind; the word itself when there is no such kind."""
        found = next((source for source in registry.sources() if source.type_word == value), None)
        return str(found.label_plural) if found is not None else value

    def order(self, values: Iterable[str]) -> list[str]:
        """Order of the kinds; unknown values last."""
        return _ordered(values, [source.type_word for source in registry.sources()])

    def hidden(self, counts: Mapping[str, int]) -> frozenset[str]:
        """Every number is named."""
        return frozenset()


class TermFacet:
    """A facet over a taxonomy in the database; ``key`` names the model's field that stands in addresses."""

    def __init__(self, label: Any, model: Callable[[], type[models.Model]], key: str) -> None:
        self.label = label
        self._model = model
        self._key = key
        self._terms: dict[str, Any] = {}
        self._labels: dict[str | None, dict[str, str]] = {}
        self._loaded_at = 0.0

    def _load(self) -> dict[str, Any]:
        if not self._terms or time.monotonic() - self._loaded_at > _LIFETIME_SECONDS:
            model = self._model()
            self._terms = {getattr(term, self._key): term for term in model._default_manager.all()}
            self._labels = {}
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
        terms, language = self._load(), get_language()
        if language not in self._labels:
            self._labels[language] = {key: str(term.label) for key, term in terms.items()}
        return self._labels[language].get(value, value)

    def order(self, values: Iterable[str]) -> list[str]:
        """Order of the taxonomy; unknown values last."""
        return _ordered(values, list(self._load()))

    def hidden(self, counts: Mapping[str, int]) -> frozenset[str]:
        """Every number is named."""
        return frozenset()

    def terms(self) -> list[Any]:
        """All terms in order, from the cache."""
        return list(self._load().values())


def counted(count: int, kind: str) -> str:
    """A number with its noun: „3 Fälle“; ``kind`` is one of the search, ``entry``, ``record`` or ``hit``."""
    if registry.is_kind(kind):
        return str(registry.source_for(kind).counted % {"count": count})
    forms = {
        "entry": ngettext("%(count)d Eintrag", "%(count)d Einträge", count),
        "record": ngettext("%(count)d Eintrag insgesamt", "%(count)d Einträge insgesamt", count),
        "hit": ngettext("%(count)d Treffer", "%(count)d Treffer", count),
    }
    return forms[kind] % {"count": count}


AREA_FACET = TermFacet(_("Herausforderung"), lambda: apps.get_model("knowledge.ChallengeArea"), "slug")
"""Challenge areas by their slug."""
