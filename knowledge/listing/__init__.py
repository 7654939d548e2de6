"""What listing, landing and home pages ask the index, how facet values are called, and how a page becomes a
document of the search."""

from knowledge.listing import queries
from knowledge.listing.description import (
    Description,
    Fact,
    RelatedRecord,
    Statement,
    chapter_of,
    describe,
    outline,
)
from knowledge.listing.documents import (
    ENTRY,
    PageSource,
    area_names,
    area_slugs,
    at_word_end,
    in_english,
    passages,
    plain_text,
    readable_keys,
    stream_text,
)
from knowledge.listing.formats import as_json, as_linked_data
from knowledge.listing.labels import AREA_FACET, Access, EnumFacet, TermFacet, TypeFacet, counted
from knowledge.listing.places import ended_records, places_for, places_open_to
from knowledge.listing.signposts import completions, signposts
from knowledge.listing.tables import Sheet, as_csv, as_excel, table_file

__all__ = [
    "AREA_FACET",
    "ENTRY",
    "Access",
    "Description",
    "EnumFacet",
    "Fact",
    "PageSource",
    "RelatedRecord",
    "Sheet",
    "Statement",
    "TermFacet",
    "TypeFacet",
    "area_names",
    "area_slugs",
    "as_csv",
    "as_excel",
    "as_json",
    "as_linked_data",
    "at_word_end",
    "chapter_of",
    "completions",
    "counted",
    "describe",
    "ended_records",
    "in_english",
    "outline",
    "passages",
    "places_for",
    "places_open_to",
    "plain_text",
    "queries",
    "readable_keys",
    "signposts",
    "stream_text",
    "table_file",
]
