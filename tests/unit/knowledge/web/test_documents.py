"""A document is there for whoever may read a page that uses it."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.models import ReferenceIndex

from knowledge.base.in_use import InUse
from knowledge.models import LibraryDocument
from knowledge.web.documents import is_readable_by, serve_document
from methods.models import MethodFile
from search.contract import Viewer
from tests.factories import MethodCardPageFactory, PublicationPageFactory

pytestmark = pytest.mark.django_db
EDITOR = Viewer.editor()


@pytest.fixture
def document() -> LibraryDocument:
    """A row without a file: what is asked here needs none."""
    (made,) = LibraryDocument.objects.bulk_create(
        [LibraryDocument(title="Leitfaden", file="documents/x.pdf")]
    )
    return made


def test_unused_document_is_for_editors(document: LibraryDocument, rf: RequestFactory) -> None:
    assert is_readable_by(document, EDITOR)
    assert not is_readable_by(document, Viewer())
    with pytest.raises(Http404):
        serve_document(rf.get("/"), str(document.pk), "x.pdf")


@pytest.mark.parametrize(
    ("values", "readable"), [({}, True), ({"access_level": "alumni"}, False), ({"live": False}, False)]
)
def test_document_follows_its_page(
    document: LibraryDocument, values: dict[str, object], readable: bool
) -> None:
    PublicationPageFactory(pdf=document, **values)
    assert is_readable_by(document, Viewer()) is readable


@pytest.mark.parametrize(("values", "readable"), [({}, True), ({"live": False}, False)])
def test_document_of_a_row_follows_the_page_of_the_row(
    document: LibraryDocument, values: dict[str, object], readable: bool
) -> None:
    card = MethodCardPageFactory(**values)
    MethodFile(card=card, title="Rollenkarten", document=document).save()
    ReferenceIndex.objects.all().delete()  # it may lag behind
    assert is_readable_by(document, Viewer()) is readable


def test_document_of_a_card_is_not_deleted(document: LibraryDocument) -> None:
    MethodFile(card=MethodCardPageFactory(), title="Rollenkarten", document=document).save()
    with pytest.raises(InUse):
        document.delete()


def test_document_is_not_posted_to(document: LibraryDocument, rf: RequestFactory) -> None:
    assert serve_document(rf.post("/"), str(document.pk), "x.pdf").status_code == 405
