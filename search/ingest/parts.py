"""What of a document the public may read, or one viewer."""

from __future__ import annotations

from dataclasses import replace

from search.contract import ACCESS_FACET, PASSAGE_FIELDS, Audience, Document, IndexedDocument, Viewer
from search.readers import is_inner_term

__all__ = ["public_document", "public_part", "readable_part"]


def public_document(document: Document) -> Document | None:
    """The document as the public index has it; ``None`` where it has none."""
    return readable_part(document, Viewer()) if document.audience == Audience.PUBLIC else None


def public_part(document: IndexedDocument) -> IndexedDocument | None:
    """The same for an analysed document, without analysing anything again."""
    shown = public_document(document.stored)
    if shown is None:
        return None
    if shown is document.stored:
        return document
    fields = {
        name: tuple(term for term in terms if not is_inner_term(term)) if name in PASSAGE_FIELDS else terms
        for name, terms in document.fields.items()
    }
    return replace(document, stored=shown, fields=fields, facets=shown.facets)


def readable_part(document: Document, viewer: Viewer) -> Document:
    """The document with those of its passages that this viewer may read; the facet about them is not for
    everybody.
    """
    if ACCESS_FACET in document.facets and viewer.audiences == Viewer().audiences:
        facets = {name: values for name, values in document.facets.items() if name != ACCESS_FACET}
        document = replace(document, facets=facets)
    if all(viewer.may_read(passage.audience) for passage in document.passages):
        return document
    passages = tuple(passage for passage in document.passages if viewer.may_read(passage.audience))
    return replace(document, passages=passages)
