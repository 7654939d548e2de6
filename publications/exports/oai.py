"""OAI-PMH 2.0 through the library ``oai_repo``: what everybody may read, in sets by kind and by area.

A record bears the date of its mixed batch and an identifier that tells nothing. What nobody may read any more
is a deleted record, for whatever reason (:mod:`publications.exports.harvested`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import oai_repo
from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import translation
from lxml import etree

from knowledge.classification import PublicView
from knowledge.host import host_look
from knowledge.listing import AREA_FACET
from publications.exports.harvested import PublicRows, take_note
from publications.models import HarvestedRecord
from search import registry
from search.language import without_controls

__all__ = ["LIMIT", "answer"]

LIMIT: Final = 50
"""Records of a page."""

EARLIEST: Final = date(2018, 1, 1)
"""Before any batch; the date of what is in none."""

_OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_KIND, _AREA = "art", "thema"
_NAMES_RECORDS: Final = {"GetRecord", "ListIdentifiers", "ListRecords", "ListMetadataFormats"}
_DIGITS: Final = re.compile(r"[0-9a-f]{32}")


class _Row(NamedTuple):
    """A record, or what is left of one, which has no page: its key, its date, its sets."""

    key: str
    on: date
    sets: tuple[str, ...]
    areas: tuple[str, ...]
    page: Any

    @property
    def deleted(self) -> bool:
        return self.page is None


class _Part:
    """The records of a kind that everybody may read, in the order of their random keys: what a page shows is
    all that is read of them.
    """

    key = "translation_key"
    newest = "first_published_at"

    def __init__(self, source: registry.DocumentSource, public: Any) -> None:
        self.source = source
        # As in every list: what the gate stored of a record when it cleared it is held against the record by
        # the query, its whole text is not compared.
        told = HarvestedRecord.objects.filter(key=OuterRef("translation_key")).values("back_on")
        on = Greatest(Coalesce("released_on", Value(EARLIEST)), Coalesce(Subquery(told), Value(EARLIEST)))
        self.rows: Any = public.order_by("translation_key").annotate(on=on)

    def between(self, first: datetime | None, last: datetime | None) -> None:
        """Keep what has a date in between, both included."""
        if first is not None:
            self.rows = self.rows.filter(on__gte=first.date())
        if last is not None:
            self.rows = self.rows.filter(on__lte=last.date())

    def in_set(self, family: str, value: str) -> None:
        """Keep what is in a set."""
        if family == _KIND:
            self.rows = self.rows if value == self.source.kind else self.rows.none()
        elif not _has_areas(self.source):
            self.rows = self.rows.none()
        else:
            self.rows = self.rows.filter(challenge_area_items__tag__slug=value)

    def page(self, start: int, most: int) -> list[_Row]:
        """A stretch of them."""
        found = list(self.rows[start : start + most])
        areas = _areas(self.source, [page.pk for page in found])
        return [self._row(page, areas.get(page.pk, ())) for page in found]

    def among(self, keys: Collection[UUID]) -> list[_Row]:
        """Those of these keys that there are."""
        self.rows = self.rows.filter(**{f"{self.key}__in": keys})
        return self.page(0, LIMIT)

    def state(self) -> tuple[int, str]:
        """How many there are, and what changes when one comes or goes."""
        told = self.rows.order_by().aggregate(n=Count("pk"), last=Max(self.newest))
        return told["n"], repr(sorted(told.items()))

    def _row(self, page: Any, areas: Sequence[tuple[str, str]]) -> _Row:
        sets = (f"{_KIND}:{self.source.kind}", *(f"{_AREA}:{slug}" for slug, _name in areas))
        names = tuple(name for _slug, name in areas)
        return _Row(f"{self.source.kind}:{page.translation_key.hex}", page.on, sets, names, page)


class _Gone(_Part):
    """What is left of records that nobody may read any more: in the set of their kind, and in no other,
    because what they were about went with them.
    """

    key = "key"
    newest = "gone_on"

    def __init__(self) -> None:
        self.rows = HarvestedRecord.objects.gone().order_by("key").annotate(on=F("gone_on"))

    def in_set(self, family: str, value: str) -> None:
        """Keep what was of a kind."""
        self.rows = self.rows.filter(kind=value) if family == _KIND else self.rows.none()

    def page(self, start: int, most: int) -> list[_Row]:
        """A stretch of them."""
        found = self.rows[start : start + most]
        return [
            _Row(f"{row.kind}:{row.key.hex}", row.on, (f"{_KIND}:{row.kind}",), (), None) for row in found
        ]


def _has_areas(source: registry.DocumentSource) -> bool:
    return hasattr(source.model, "challenge_area_items")


def _areas(source: registry.DocumentSource, pages: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Slugs and names of the areas by page: one query."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if pages and _has_areas(source):
        rows = source.model._meta.get_field("challenge_area_items").related_model.objects
        named = rows.filter(content_object__in=pages).order_by("sort_order")
        for page, *area in named.values_list("content_object", "tag__slug", "tag__name"):
            found[page].append(tuple(area))
    return found


class LibraryData(oai_repo.DataInterface):  # type: ignore[misc]
    """What the library answers to the six verbs; made anew for each request."""

    limit = LIMIT

    def __init__(self, public: PublicRows) -> None:
        super().__init__()
        self._public = public
        self._known: dict[str, _Row | None] = {}

    def row(self, key: str) -> _Row | None:
        """A record by its key; read once a request."""
        if key not in self._known:
            kind, _colon, digits = key.partition(":")
            known = registry.is_kind(kind) and _DIGITS.fullmatch(digits)
            parts = [self._part(registry.source_for(kind)), _Gone()] if known else []
            rows = (row for part in parts for row in part.among([UUID(digits)]) if row.key == key)
            self._known[key] = next(rows, None)
        return self._known[key]

    def _part(self, source: registry.DocumentSource) -> _Part:
        return _Part(source, self._public[source.kind])

    def there(self, identifier: str) -> _Row:
        """The record of an identifier that is valid."""
        row = self.row(_key_of(identifier))
        if row is None:
            raise LookupError(identifier)
        return row

    def get_identify(self) -> oai_repo.Identify:
        """Who answers."""
        identify = oai_repo.Identify()
        identify.repository_name = host_look().name
        identify.base_url = f"{settings.PUBLIC_URL}/oai"
        identify.admin_email = [_contact()]
        identify.earliest_datestamp = EARLIEST.isoformat()
        identify.deleted_record = "persistent"
        identify.granularity = "YYYY-MM-DD"
        return identify

    def is_valid_identifier(self, identifier: str) -> bool:
        """Whether there is or was such a record."""
        return self.row(_key_of(identifier)) is not None

    def get_metadata_formats(self, identifier: str | None = None) -> list[oai_repo.MetadataFormat]:
        """Dublin Core alone."""
        schema = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
        return [oai_repo.MetadataFormat("oai_dc", schema, _OAI_DC)]

    def get_record_header(self, identifier: str) -> oai_repo.RecordHeader:
        """Identifier, date of the batch, sets."""
        row = self.there(identifier)
        status = "deleted" if row.deleted else None
        return oai_repo.RecordHeader(identifier, row.on.isoformat(), list(row.sets), status)

    def get_record_metadata(self, identifier: str, metadataprefix: str) -> Any:
        """The record in Dublin Core; ``None`` for a withdrawn one."""
        return self.get_records_metadata([identifier], metadataprefix)[0]

    def get_records_metadata(self, identifiers: list[str], metadataprefix: str) -> list[Any]:
        """The same for several; those of a list are read already."""
        # The library leaves out records without metadata, also those that are deleted: they get an empty
        # element, which answer() takes away.
        return [
            etree.Element("deleted") if row.deleted else _dublin_core(row)
            for row in map(self.there, identifiers)
        ]

    def get_record_abouts(self, identifier: str) -> list[Any]:
        """Nothing besides."""
        return []

    def list_set_specs(self, identifier: str | None = None, cursor: int = 0) -> tuple[Any, ...]:
        """Sets of a record, or all there are."""
        if identifier is not None:
            return list(self.there(identifier).sets), None, None
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
        """Identifiers by kind, in the order of their random keys. A record that came or went makes a
        resumption token invalid.
        """
        parts, state, total = [*map(self._part, registry.sources()), _Gone()], [], 0
        rows: list[_Row] = []
        for part in parts:
            part.between(filter_from, filter_until)
            if filter_set is not None:
                family, _colon, value = filter_set.partition(":")
                part.in_set(family, value)
            count, changing = part.state()
            start = max(0, cursor - total)
            if start < count and len(rows) < self.limit:
                rows += part.page(start, self.limit - len(rows))
            total += count
            state.append(changing)
        self._known |= {row.key: row for row in rows}
        return [_identifier(row.key) for row in rows], total, repr(state)


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


def _dublin_core(row: _Row) -> Any:
    """What a description says at its top, without the facts, which cost a query each."""
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC})
    page = row.page
    source: Any = registry.source_for(row.key.partition(":")[0])
    view = PublicView(page)
    said = [
        ("title", page.title),
        ("description", source.summary(view)),
        *(("subject", area) for area in row.areas),
        ("type", str(source.label)),
        ("date", source.released(page)),
        ("identifier", f"{settings.PUBLIC_URL}{page.get_url() or ''}"),
        ("publisher", host_look().name),
        ("language", "de"),
        ("rights", source.licence(view)),
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
        public = PublicRows()
        if asked.get("verb") in _NAMES_RECORDS and "resumptionToken" not in asked:
            take_note(public)
        data = LibraryData(public)
        root = etree.fromstring(bytes(oai_repo.OAIRepository(data).process(asked)))
        # The library writes no status, and metadata for every record.
        for header in root.iter("{*}header"):
            if data.there(header.findtext("{*}identifier")).deleted:
                header.set("status", "deleted")
                for metadata in header.itersiblings("{*}metadata"):
                    header.getparent().remove(metadata)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
