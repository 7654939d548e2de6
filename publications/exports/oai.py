"""OAI-PMH 2.0 through the library ``oai_repo``: what everybody may read, in sets by kind and by area.

A record bears the date of its mixed batch and an identifier that tells nothing; what was withdrawn is a
deleted record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import oai_repo
from django.conf import settings
from django.utils import translation
from lxml import etree

from cases.models import CaseTombstone
from knowledge.listing import AREA_FACET, Description, outline
from search import registry
from search.contract import Viewer
from search.language import without_controls

__all__ = ["LIMIT", "answer"]

LIMIT: Final = 50
"""Records of a page."""

EARLIEST: Final = date(2018, 1, 1)
"""Before any batch; the date of what is in none."""

_OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_KIND, _AREA = "art", "thema"


class _Row(NamedTuple):
    """A record or what is left of one: its key, its date, its sets."""

    key: str
    on: date
    sets: tuple[str, ...]
    deleted: bool


def _rows() -> dict[str, _Row]:
    """Every public record and every withdrawn case by its key, in an order that tells nothing."""
    found: dict[str, _Row] = {}
    for source in registry.sources():
        pages = list(source.public())
        visible = source.visible([source.key(page) for page in pages], Viewer())
        for page in pages:
            if (key := source.key(page)) in visible:
                items = page.challenge_area_items.all() if hasattr(page, "challenge_area_items") else ()
                areas = tuple(f"{_AREA}:{item.tag.slug}" for item in items)
                on = page.released_on or EARLIEST
                found[key] = _Row(key, on, (f"{_KIND}:{source.kind}", *areas), False)
    for digits, on in CaseTombstone.objects.filter(reopened_on=None).values_list("key", "withdrawn_on"):
        found[f"case:{digits}"] = _Row(f"case:{digits}", on, (f"{_KIND}:case",), True)
    return dict(sorted(found.items(), key=lambda pair: pair[0].partition(":")[2]))


class LibraryData(oai_repo.DataInterface):  # type: ignore[misc]
    """What the library answers to the six verbs; made anew for each request."""

    limit = LIMIT

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, _Row] | None = None

    @property
    def rows(self) -> dict[str, _Row]:
        """The records, read once a request."""
        if self._known is None:
            self._known = _rows()
        return self._known

    def get_identify(self) -> oai_repo.Identify:
        """Who answers."""
        identify = oai_repo.Identify()
        identify.repository_name = settings.WAGTAIL_SITE_NAME
        identify.base_url = f"{settings.PUBLIC_URL}/oai"
        identify.admin_email = [_contact()]
        identify.earliest_datestamp = EARLIEST.isoformat()
        identify.deleted_record = "transient"
        identify.granularity = "YYYY-MM-DD"
        return identify

    def is_valid_identifier(self, identifier: str) -> bool:
        """Whether there is or was such a record."""
        return _key_of(identifier) in self.rows

    def get_metadata_formats(self, identifier: str | None = None) -> list[oai_repo.MetadataFormat]:
        """Dublin Core alone."""
        schema = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
        return [oai_repo.MetadataFormat("oai_dc", schema, _OAI_DC)]

    def get_record_header(self, identifier: str) -> oai_repo.RecordHeader:
        """Identifier, date of the batch, sets."""
        row = self.rows[_key_of(identifier)]
        status = "deleted" if row.deleted else None
        return oai_repo.RecordHeader(identifier, row.on.isoformat(), list(row.sets), status)

    def get_record_metadata(self, identifier: str, metadataprefix: str) -> Any:
        """The record in Dublin Core; ``None`` for a withdrawn one."""
        return self.get_records_metadata([identifier], metadataprefix)[0]

    def get_records_metadata(self, identifiers: list[str], metadataprefix: str) -> list[Any]:
        """The same for several, a query per kind."""
        wanted = defaultdict(list)
        for identifier in identifiers:
            kind, _colon, digits = _key_of(identifier).partition(":")
            wanted[kind].append(digits)
        made: dict[str, Any] = {}
        for kind, some in wanted.items():
            source = registry.source_for(kind)
            for page in source.public().filter(translation_key__in=some):
                key = source.key(page)
                if key in self.rows and not self.rows[key].deleted:
                    made[key] = _dublin_core(outline(page))
        return [made.get(key, self._remainder(key)) for key in map(_key_of, identifiers)]

    def _remainder(self, key: str) -> Any:
        """The library leaves out records without metadata, also those that are deleted: they get an empty
        element, which :func:`answer` takes away.
        """
        return etree.Element("deleted") if self.rows[key].deleted else None

    def get_record_abouts(self, identifier: str) -> list[Any]:
        """Nothing besides."""
        return []

    def list_set_specs(self, identifier: str | None = None, cursor: int = 0) -> tuple[Any, ...]:
        """Sets of a record, or all there are."""
        if identifier is not None:
            return list(self.rows[_key_of(identifier)].sets), None, None
        specs = [f"{_KIND}:{source.kind}" for source in registry.sources()]
        specs += [f"{_AREA}:{area.slug}" for area in AREA_FACET.terms()]
        return specs[cursor : cursor + self.limit], len(specs), None

    def get_set(self, setspec: str) -> oai_repo.Set | None:
        """A set by its name in addresses."""
        family, _colon, value = setspec.partition(":")
        if family == _KIND and registry.is_kind(value):
            return oai_repo.Set(setspec, str(registry.source_for(value).label_plural), [])
        areas = {area.slug: area.name for area in AREA_FACET.terms()}
        if family == _AREA and value in areas:
            return oai_repo.Set(setspec, areas[value], [])
        return None

    def list_identifiers(
        self,
        metadataprefix: str,
        filter_from: datetime | None = None,
        filter_until: datetime | None = None,
        filter_set: str | None = None,
        cursor: int = 0,
    ) -> tuple[Any, ...]:
        """Identifiers in the order of their random keys. A changed list makes a resumption token invalid."""
        rows = [
            row
            for row in self.rows.values()
            if (filter_from is None or row.on >= filter_from.date())
            and (filter_until is None or row.on <= filter_until.date())
            and (filter_set is None or filter_set in row.sets)
        ]
        state = repr([(row.key, row.deleted) for row in rows])
        page = [_identifier(row.key) for row in rows[cursor : cursor + self.limit]]
        return page, len(rows), state


def _contact() -> str:
    """The address of the library, which OAI-PMH asks for; the one mails come from."""
    found = re.search(r"[^\s<>]+@[^\s<>]+", settings.DEFAULT_FROM_EMAIL)
    address = found[0] if found else ""
    return address if "." in address.rpartition("@")[2] else "bibliothek@example.org"


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _identifier(key: str) -> str:
    return f"oai:{_host()}:{key}"


def _key_of(identifier: str) -> str:
    prefix = f"oai:{_host()}:"
    return identifier.removeprefix(prefix) if identifier.startswith(prefix) else ""


def _dublin_core(described: Description) -> Any:
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC})
    said = [
        ("title", described.title),
        ("description", described.summary),
        *(("subject", area) for area in described.areas),
        ("type", described.kind_label),
        ("date", described.released),
        ("identifier", f"{settings.PUBLIC_URL}{described.url}"),
        ("publisher", settings.WAGTAIL_SITE_NAME),
        ("language", "de"),
        ("rights", described.licence),
    ]
    for name, text in said:
        if text:
            etree.SubElement(root, f"{{{_DC}}}{name}").text = without_controls(text)
    return root


def _marked(text: str) -> str:
    return without_controls(text, "\N{REPLACEMENT CHARACTER}")


def answer(parameters: Mapping[str, str]) -> bytes:
    """The answer to a request as XML; what is wrong with it stands in the answer, as the protocol wants: with
    a mark for each character that XML refuses.
    """
    asked = {_marked(name): _marked(value) for name, value in parameters.items()}
    with translation.override("de"):
        data = LibraryData()
        root = etree.fromstring(bytes(oai_repo.OAIRepository(data).process(asked)))
        # The library writes no status, and metadata for every record.
        for header in root.iter("{*}header"):
            row = data.rows[_key_of(header.findtext("{*}identifier"))]
            if row.deleted:
                header.set("status", "deleted")
                for metadata in header.itersiblings("{*}metadata"):
                    header.getparent().remove(metadata)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
