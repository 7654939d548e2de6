"""Files the library keeps: images drawn anew, PDFs cleaned in the sandbox, or refused with a sentence."""

from knowledge.anonymity.files.images import LONGEST_SIDE, CleanImage, FileRefused, clean_image, random_name
from knowledge.anonymity.files.pdfs import CleanPdf, clean_pdf, pdf_text

__all__ = [
    "LONGEST_SIDE",
    "CleanImage",
    "CleanPdf",
    "FileRefused",
    "clean_image",
    "clean_pdf",
    "pdf_text",
    "random_name",
]
