"""Files from outside: images drawn anew, PDFs cleaned and documents read in the sandbox, or refused with a
sentence.
"""

from knowledge.anonymity.files.documents import (
    DOCUMENT_BYTES,
    DocumentText,
    Dropped,
    not_taken,
    read_document,
    unread_pages,
)
from knowledge.anonymity.files.images import LONGEST_SIDE, CleanImage, FileRefused, clean_image, random_name
from knowledge.anonymity.files.pdfs import CleanPdf, clean_pdf, pdf_text

__all__ = [
    "DOCUMENT_BYTES",
    "LONGEST_SIDE",
    "CleanImage",
    "CleanPdf",
    "DocumentText",
    "Dropped",
    "FileRefused",
    "clean_image",
    "clean_pdf",
    "not_taken",
    "pdf_text",
    "random_name",
    "read_document",
    "unread_pages",
]
