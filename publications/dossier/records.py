"""The records behind the keys of a selection, as far as everybody may read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Site

from knowledge.base import reading
from knowledge.listing import Description, chapter_of, describe
from publications.dossier.selection import Choice, Selection
from search import registry
from search.contract import Viewer

__all__ = ["MissingRecord", "Source", "collect", "key_at", "named"]

_ALIAS = re.compile(r"[A-Z]\d{1,3}")
EVERYBODY = Viewer()


@dataclass(frozen=True, slots=True)
class Source:
    """A record of the dossier: its ``number`` there, its description, the remark of who collected it."""

    number: int
    described: Description
    note: str = ""

    @property
    def released(self) -> str:
        """Date of its batch as people write it, "" without one."""
        found = self.described.released
        return f"{date.fromisoformat(found):%d.%m.%Y}" if found else ""

    @property
    def mark(self) -> str:
        """What stands behind a statement: the number of the record and its date."""
        return f"[{self.number}, {self.released}]" if self.released else f"[{self.number}]"

    @property
    def reference(self) -> str:
        """How the list of sources names it: kind, date, citation with title and the address that stays."""
        return f"[{self.number}] {self.described.kind_label}, {self._day}. {self.described.citation}"

    @property
    def name(self) -> str:
        """Number, kind and title, where it is only named."""
        title = self.described.short_title or self.described.title
        return f"[{self.number}] {self.described.kind_label}: {title}"

    @property
    def short_reference(self) -> str:
        """The same in one line, where there is little room."""
        return f"{self.name}, {self._day}, {self.address}"

    @property
    def _day(self) -> str:
        """Date of its batch; what has none, as a cycle, says when it ran."""
        if self.released:
            return _("Stand %(day)s") % {"day": self.released}
        return self.period or _("ohne Datum")

    @property
    def period(self) -> str:
        """The years of a cycle, "" for anything else."""
        return self.fact("period")

    def fact(self, name: str) -> str:
        """What the record says under a fact of this name, "" when nothing."""
        return next((fact.value for fact in self.described.facts if fact.name == name), "")

    @property
    def address(self) -> str:
        """Absolute address."""
        return f"{settings.PUBLIC_URL}{self.described.url}"


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """A key that leads nowhere, and the sentence that says so."""

    key: str
    sentence: str


def collect(selection: Selection) -> tuple[list[Source], list[MissingRecord]]:
    """The records that everybody may read now, numbered; and what is missing. An inner record and one that
    never was are told apart for nobody.
    """
    found: list[Source] = []
    missing = [MissingRecord(key, _("Das ist keine Kennung der Bibliothek.")) for key in selection.problems]
    for choice in selection.choices:
        described = named(choice)
        if described is not None:
            found.append(Source(len(found) + 1, described, choice.note))
        else:
            missing.append(MissingRecord(choice.key, _sentence(choice.key)))
    return found, missing


def named(choice: Choice) -> Description | None:
    """What everybody may know of the record with this key; ``None`` where that is nothing."""
    key, _hash, anchor = choice.key.partition("#")
    page = _page(key)
    if page is None:
        return None
    try:
        described = describe(page, EVERYBODY)
    except (LookupError, PermissionDenied):
        return None
    return chapter_of(described, anchor) if anchor else described


def key_at(address: str) -> str:
    """The key of the record at an address of the library, or what was given where it is none."""
    path = re.sub(r"^https?://[^/]+|^(?=[^/])", "", address.strip()).partition("?")[0]
    path, _hash, anchor = path.partition("#")
    path = path.removeprefix("/en") if path.startswith("/en/") else path
    if not path.startswith("/"):
        return address.strip()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = site.root_page.url_path.rstrip("/") if site is not None else ""
    page = reading.page_at(root + path.rstrip("/") + "/")
    if page is None:  # a chapter stands below its publication
        above, _slash, anchor = path.rstrip("/").rpartition("/")
        page = reading.page_at(f"{root}{above}/")
    source = registry.source_of(page) if page is not None else None
    if source is None or page is None or not page.is_readable_by(EVERYBODY):  # type: ignore[attr-defined]
        return address.strip()
    return source.key(page) + (f"#{anchor}" if anchor and source.kind == "publication" else "")


def _page(key: str) -> Any:
    if _ALIAS.fullmatch(key):
        # The identity of the file is an internal field; of invented content it is known to everybody.
        if not settings.DEMO_CONTENT_ALLOWED:
            return None
        for source in registry.sources():
            page = source.public().filter(external_id=key).first()
            if page is not None:
                return page
        return None
    kind, _colon, digits = key.partition(":")
    if not registry.is_kind(kind):
        return None
    return registry.source_for(kind).public().filter(translation_key=digits).first()


def _sentence(key: str) -> str:
    kind, _colon, digits = key.partition("#")[0].partition(":")
    if registry.is_kind(kind) and registry.source_for(kind).model.is_gone_for_good(digits):
        return _("Wurde zurückgezogen und steht in keinem Dossier mehr.")
    return _("Gibt es nicht oder ist nicht öffentlich.")
