"""What an index stores: prepared terms in whitespace fields, facets, numbers, suggestions, vectors and the
shown document.

No field analyses language: the terms come from :mod:`search.ingest.preparation`, so that every engine ranks
alike and the server needs no dictionary, plugin or script.
"""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from elasticsearch.dsl import (
    Binary,
    Boolean,
    Completion,
    DenseVector,
    Float,
    InnerDoc,
    IntegerRange,
    Keyword,
    M,
    MetaField,
    Nested,
    Object,
    Text,
    mapped_field,
)
from elasticsearch.dsl import Document as DslDocument

from search.contract import (
    BM25_B,
    BM25_K1,
    BREAK,
    FIELDS,
    NUMBERS,
    PHRASE_FIELDS,
    ROOT_FIELDS,
    Audience,
    Document,
    IndexedDocument,
)
from search.engines.ties import lifted
from search.ingest import codec
from search.language import fold

#: Raise it whenever the mapping or the encoding below changes; an index with another one is never asked.
SCHEMA_VERSION = "9"
#: Fields whose vocabulary can be listed. The server gathers it from the postings in memory (fielddata) when
#: it is asked: a list of
#: distinct terms beside every field would cost a third of the time of a rebuild and a quarter of the disk.
WORD_FIELDS = (*PHRASE_FIELDS, *ROOT_FIELDS)
#: The score is multiplied by at least this.
LEAST_BOOST = 0.25
_MAX_SUGGEST_WORDS = 8
#: So much of a completion tells it from others; the server's automaton grows with every letter. Longer
#: beginnings are compared here.
SUGGEST_LENGTH = 32


def terms_field(name: str) -> Text:
    """Prepared terms, separated by spaces."""
    return Text(
        analyzer="whitespace",
        index_options="positions" if name in PHRASE_FIELDS else "freqs",
        fielddata=name in WORD_FIELDS,
    )


class PassageVector(InnerDoc):
    """One vector per passage; the best one counts. They are no unit vectors
    (docs/adr/0010-vectors-on-the-server.md).
    """

    vector: M[list[float]] = mapped_field(
        DenseVector(similarity="max_inner_product", index_options={"type": "hnsw"})
    )


class LibraryIndexDocument(DslDocument):
    """The mapping of every generation. Term fields and vocabularies are added below from the contract."""

    key: M[str] = mapped_field(Keyword())
    kind: M[str] = mapped_field(Keyword())
    url: M[str] = mapped_field(Keyword(index=False, doc_values=False, store=True))
    audience: M[str] = mapped_field(Keyword())
    facets: M[dict[str, Any]] = mapped_field(Object(dynamic=True))
    numbers: M[dict[str, Any]] = mapped_field(
        Object(dynamic="strict", properties={name: IntegerRange() for name in NUMBERS})
    )
    boost: M[float] = mapped_field(Float(index=False))
    released: M[str] = mapped_field(Keyword(index=False))
    title_order: M[str] = mapped_field(Keyword(index=False))
    digest: M[str] = mapped_field(Keyword(index=False))
    suggest: M[list[str]] = mapped_field(
        Completion(analyzer="keyword", search_analyzer="keyword", max_input_length=SUGGEST_LENGTH)
    )
    suggest_texts: M[list[str]] = mapped_field(Keyword(index=False, doc_values=False, store=True))
    passages: M[list[PassageVector]] = mapped_field(Nested(PassageVector))
    stored: M[str] = mapped_field(Text(index=False, store=True))
    packed: M[bytes] = mapped_field(Binary(store=True))
    has_vectors: M[bool] = mapped_field(Boolean())
    removed: M[bool] = mapped_field(Boolean())

    class Meta:
        dynamic = MetaField("strict")
        # A facet is a keyword of its own, made by its first value: counted twice as fast as in one flattened
        # field.
        dynamic_templates = MetaField(
            [{"facets": {"path_match": "facets.*", "mapping": {"type": "keyword"}}}]
        )
        # What is shown again lies in stored fields; a generation is never copied, always built from the
        # database.
        source = MetaField(enabled=False)

    class Index:
        name = "weiterdenken"
        settings: ClassVar[dict[str, Any]] = {
            "similarity": {"default": {"type": "BM25", "k1": BM25_K1, "b": BM25_B}},
            "gc_deletes": "0s",
            "max_result_window": 10_000,
        }


for _name in FIELDS:
    LibraryIndexDocument._doc_type.mapping.field(_name, terms_field(_name))


def mapping() -> dict[str, Any]:
    """The mapping as the server takes it."""
    return dict(LibraryIndexDocument._doc_type.mapping.to_dict())


def encode(document: IndexedDocument) -> dict[str, Any]:
    """A document as the server takes it."""
    stored = codec.dump(document.stored)
    fields = {name: " ".join(document.fields.get(name, ())) for name in FIELDS}
    source: dict[str, Any] = {
        "key": document.key,
        "kind": document.kind,
        "url": document.stored.url,
        "audience": list(document.readers),
        "facets": {name: list(values) for name, values in document.facets.items() if values},
        "boost": lifted(max(document.stored.boost, LEAST_BOOST), document.key),
        "released": document.stored.released,
        "title_order": fold(document.stored.title)[:80],
        # As it is: the server compresses stored fields by itself.
        "stored": stored.decode(),
        "digest": codec.digest_of(stored),
    }
    # The server counts only documents that have a field, the other engines count all: so every field has a
    # term.
    source |= {name: terms or BREAK for name, terms in fields.items()}
    numbers = {
        name: {"gte": offered.low, "lte": offered.high}
        for name in NUMBERS
        if (offered := document.numbers.get(name)) and offered.low <= offered.high
    }
    if numbers:
        source["numbers"] = numbers
    if document.audience == Audience.PUBLIC and (inputs := suggestion_inputs(document.suggest)):
        source |= {"suggest": inputs, "suggest_texts": list(document.suggest)}
    if document.vectors:
        source["passages"] = [{"vector": list(vector)} for vector in document.vectors]
        source |= {"packed": base64.b64encode(document.packed).decode("ascii"), "has_vectors": True}
    return source


def tombstone(key: str) -> dict[str, Any]:
    """Stands in an index under construction for a record that was removed meanwhile."""
    return {"key": key, "audience": "", "removed": True}


def suggestion_inputs(texts: tuple[str, ...]) -> list[str]:
    """One input per word of each suggestion, so that the beginning of any word finds it."""
    found: dict[str, None] = {}
    for text in texts:
        words = fold(text).split()
        for position in range(min(len(words), _MAX_SUGGEST_WORDS)):
            found[" ".join(words[position:])[:SUGGEST_LENGTH]] = None
    return list(found)


def suggestion_rank(text: str, prefix: str) -> int | None:
    """0 when ``text`` begins with ``prefix``, 1 when a later word does, ``None`` otherwise."""
    words = fold(text).split()
    positions = (
        p for p in range(min(len(words), _MAX_SUGGEST_WORDS)) if " ".join(words[p:]).startswith(prefix)
    )
    first = next(positions, None)
    return None if first is None else min(first, 1)


def load(raw: str) -> Document:
    """The document that :func:`encode` stored."""
    return codec.load(raw.encode())
