"""What the embedded index stores: prepared terms in whitespace fields, facets, numbers and the document
itself.
"""

from __future__ import annotations

import base64
from typing import Any

import tantivy

from search.contract import FIELDS, NUMBERS, PHRASE_FIELDS, Audience, Document, IndexedDocument
from search.engines.suggestions import offered
from search.engines.ties import lifted
from search.ingest import codec
from search.language import fold

#: Raise it whenever the fields below change; an index of another version is not opened.
SCHEMA_VERSION = "8"
#: What a boost of 1 multiplies the score with inside tantivy.
BOOST_SCALE = 4.0
#: Separates the pieces of a suggestion term.
UNIT = "\x1f"


def build() -> tantivy.Schema:
    """The schema of every generation."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title_order", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("released", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("suggest", tokenizer_name="raw", index_option="basic")
    builder.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("boost", fast=True)
    builder.add_integer_field("version", fast=True)
    for name in NUMBERS:
        builder.add_integer_field(f"{name}_low", fast=True, indexed=True)
        builder.add_integer_field(f"{name}_high", fast=True, indexed=True)
    for name in FIELDS:
        builder.add_text_field(
            name, tokenizer_name="whitespace", index_option="position" if name in PHRASE_FIELDS else "freq"
        )
    return builder.build()


def encode(document: IndexedDocument) -> tantivy.Document:
    """A document as tantivy takes it."""
    result = tantivy.Document()
    result.add_text("key", document.key)
    result.add_bytes("stored", codec.pack(codec.dump(document.stored)))
    for reader in document.readers:
        result.add_text("audience", reader)
    # Ordered by one field only, so the key comes along; the latest date first and yet the first key first.
    result.add_text("title_order", f"{fold(document.stored.title)[:80]}{UNIT}{document.key}")
    result.add_text("released", f"{document.stored.released}{UNIT}{_backwards(document.key)}")
    result.add_json("facets", {name: list(values) for name, values in document.facets.items() if values})
    # tantivy multiplies the score by log2(2 + value), which is at least 1, so boosts below 1 need a scale.
    result.add_float(
        "boost",
        2.0 ** lifted(min(max(document.stored.boost * BOOST_SCALE, 1.0), 60.0), document.key) - 2.0,
    )
    result.add_integer("version", document.version)
    for name in NUMBERS:
        if offered := document.numbers.get(name):
            result.add_integer(f"{name}_low", offered.low)
            result.add_integer(f"{name}_high", offered.high)
    for name in FIELDS:
        if terms := document.fields.get(name):
            result.add_text(name, " ".join(terms))
    if document.audience == Audience.PUBLIC:
        for term in suggestion_terms(document):
            result.add_text("suggest", term)
    return result


def _backwards(key: str) -> str:
    """A text whose order is the reverse of the key's."""
    return "".join(chr(0x10FF - min(ord(character), 0xFFF)) for character in key)


def suggestion_terms(document: IndexedDocument) -> list[str]:
    """One term per word of each suggestion, so that a prefix of any word finds it."""
    terms = []
    for one in offered(document):
        words = fold(one.text).split()
        for position in range(min(len(words), 8)):
            rank = "0" if position == 0 else "1"
            terms.append(UNIT.join((" ".join(words[position:])[:80], rank, one.text, one.kind, one.url)))
    return terms


def load(raw: Any) -> Document:
    """The document that :func:`encode` stored, compressed so that the index stays smaller than the text."""
    return codec.load(_unpacked(raw))


def digest(raw: Any) -> str:
    """The digest of a stored document."""
    return codec.digest_of(_unpacked(raw))


def _unpacked(raw: Any) -> bytes:
    return codec.unpack(base64.b64decode(raw) if isinstance(raw, str) else bytes(raw))
