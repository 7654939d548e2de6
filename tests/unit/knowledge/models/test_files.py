"""Images and documents: drawn anew or refused wherever they come in, under a name that says nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from knowledge.anonymity.files.images import FileRefused
from knowledge.models import AnonymityTrail, LibraryDocument, LibraryImage, files
from tests.unit.knowledge.anonymity.sandbox.building import SCAN, pdf, shown

pytestmark = pytest.mark.django_db


def picture(name: str = "Rathaus Musterhausen.png") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (4, 4), "red").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


@pytest.mark.parametrize(
    ("title", "name"),
    [("Ein Leitfaden", "ein-leitfaden.pdf"), ("Über Straßen", "ueber-strassen.pdf"), ("„…“", "dokument.pdf")],
)
def test_download_is_called_by_its_title(title: str, name: str) -> None:
    assert LibraryDocument(title=title).filename == name


def test_image_saved_in_a_shell_is_drawn_anew_under_a_random_name() -> None:
    image = LibraryImage(title="Ein Bauhof", file=picture())
    image.save()
    assert "Musterhausen" not in image.file.name
    assert (image.width, image.height) == (4, 4)
    assert AnonymityTrail.objects.get(subject=f"libraryimage:{image.pk}").decision == "sauber"
    image.title = "Ein anderer Titel"
    image.save()
    assert AnonymityTrail.objects.filter(subject=f"libraryimage:{image.pk}").count() == 1


def test_image_that_cannot_be_drawn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(content: bytes) -> None:
        raise FileRefused("Das Bild lässt sich nicht lesen.", "broken")

    monkeypatch.setattr(files, "clean_image", refuse)
    with pytest.raises(ValidationError) as error:
        LibraryImage(title="Ein Bauhof", file=picture()).save()
    assert list(error.value.message_dict) == ["file"]
    assert not LibraryImage.objects.exists()


def test_names_beside_a_file_are_refused_at_their_field() -> None:
    image = LibraryImage(title="Frau Petra Kestenholz", description="Ein Hof", file=picture())
    with pytest.raises(ValidationError) as error:
        image.clean()
    assert list(error.value.message_dict) == ["title"]
    with pytest.raises(ValidationError, match="Kestenholz"):
        image.save()
    assert not LibraryImage.objects.exists()


def test_a_pdf_with_scanned_pages_needs_the_yes_of_a_person() -> None:
    scanned = pdf(shown(50, 780, "Ein Leitfaden ohne Namen"), SCAN, SCAN)
    document = LibraryDocument(title="Ein Leitfaden", file=SimpleUploadedFile("x.pdf", scanned))
    with pytest.raises(ValidationError) as error:
        document.save()
    assert "Seiten 2 bis 3" in error.value.message_dict["file"][0]
    assert not LibraryDocument.objects.exists()
    document.scans_read = True
    document.save()
    assert AnonymityTrail.objects.get(subject=f"librarydocument:{document.pk}").decision == "gelesen"


def test_a_pdf_keeps_the_text_of_its_pages_and_says_how_accessible_it_is() -> None:
    pages = pdf(shown(50, 780, "Ein Leitfaden ohne Namen"), shown(50, 780, "Zweitens fragen"))
    document = LibraryDocument(title="Ein Leitfaden", file=SimpleUploadedFile("x.pdf", pages))
    document.save()
    fresh = LibraryDocument.objects.get(pk=document.pk)
    assert fresh.page_texts == ["Ein Leitfaden ohne Namen", "Zweitens fragen"]
    assert (fresh.accessibility, fresh.downloads) == ("untagged", 0)
