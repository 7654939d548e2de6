"""What changes a publication and its document together."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents import get_document_model

from knowledge.anonymity.files import clean_pdf
from knowledge.guard import findings_in
from knowledge.listing import plain_text
from publications.models import PublicationPage
from publications.pdf.rendering import pdf_fingerprint

__all__ = ["attach_pdf", "is_built"]


def _names_of_the_page(page: PublicationPage, content: bytes) -> list[str]:
    """Names in the PDF that the page itself says in public, such as authors of the literature: the PDF adds
    nothing there.
    """
    sections = [
        f"{section['title']} {plain_text(section['body'].source)}" for section in page.section_values()
    ]
    said = " ".join(
        " ".join([page.title, page.subtitle, page.abstract, page.citation_text, *sections]).split()
    )
    return [words for words in findings_in(clean_pdf(content).text) if words in said]


def is_built(page: PublicationPage) -> bool:
    """Whether the PDF of a publication was built from its sections; ``False`` for an upload of the editors, a
    lost file or none.
    """
    document = page.pdf
    if document is None or not document.file.storage.exists(document.file.name):
        return False
    with document.open_file() as file:
        return bool(pdf_fingerprint(file.read()))


@transaction.atomic
def attach_pdf(*, page: PublicationPage, content: bytes) -> bool:
    """Hand a PDF to a publication; ``False`` when it has this edition already. The page is not saved.

    The PDF passes the same cleaning as an upload. Raises ``ValidationError`` when it is refused.
    """
    document = page.pdf or get_document_model()(title=page.title)
    wanted = pdf_fingerprint(content)
    if document.pk and wanted and document.file.storage.exists(document.file.name):
        with document.open_file() as file:
            if pdf_fingerprint(file.read()) == wanted:
                return False
    before = document.file.name if document.pk else ""
    document.title = page.title
    document.public_names = "\n".join(_names_of_the_page(page, content))
    document.file = ContentFile(content, name="neu.pdf")
    document.save()
    if wanted:  # it says what the sections say, which are found already
        document.page_texts = []
        document.save(update_fields=["page_texts"])
    if before:
        document.file.storage.delete(before)
    page.pdf = document
    return True
