"""What is written in and beside a file is judged, and uploads that wait are cleaned."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from wagtail.models import UploadedFile

from knowledge.guard.uploads import CleanFile, clean_content, findings_in, has_come_in, is_new, read_all
from knowledge.models import LibraryDocument, LibraryImage
from tests.residue.life import PERSON, PLACE, pdf, picture
from tests.unit.knowledge.anonymity.files.test_images import holds_secret


@pytest.mark.django_db
class TestModels:
    """The models clean on every way in."""

    def test_save_in_a_shell_cleans(self, settings: Any) -> None:
        image = LibraryImage(title="Sitzung", file=ContentFile(picture(), name=f"{PLACE}.jpg"))
        image.save()
        assert PLACE not in image.file.name
        with image.open_file() as file:
            assert not holds_secret(file.read())
        rendition = image.get_rendition("width-80|format-jpeg")
        with rendition.file.open("rb") as file:
            assert not holds_secret(file.read())

    @pytest.mark.parametrize("field", ["title", "description"])
    def test_name_beside_the_picture_is_refused_by_field(self, field: str) -> None:
        values = {"title": "Sitzung", field: "Rathaus der Stadt Passau"}
        image = LibraryImage(**values, file=ContentFile(picture(), name="a.jpg"), width=1, height=1)
        with pytest.raises(ValidationError) as refusal:
            image.clean()
        assert list(refusal.value.message_dict) == [field]
        assert "Passau" in str(refusal.value)

    def test_document_of_a_shell_is_cleaned_and_called_by_its_title(self) -> None:
        document = LibraryDocument(title="Ein Leitfaden", file=ContentFile(pdf(), name=f"{PERSON}.pdf"))
        document.save()
        assert PERSON not in document.file.name
        assert document.filename == "ein-leitfaden.pdf"
        with document.open_file() as file:
            assert not holds_secret(file.read())

    def test_text_under_a_black_bar_is_refused(self) -> None:
        document = LibraryDocument(
            title="Leitfaden", file=ContentFile(pdf("Die Stadt Passau hat es so entschieden."), name="a.pdf")
        )
        with pytest.raises(ValidationError, match="Passau"):
            document.save()
        assert not LibraryDocument.objects.exists()

    def test_public_name_may_stand(self) -> None:
        content = ContentFile(pdf("Gedruckt in der Stadt Passau."), name="a.pdf")
        found = findings_in("Gedruckt in der Stadt Passau.")
        document = LibraryDocument(title="Leitfaden", public_names="\n".join(found), file=content)
        document.save()
        assert document.pk

    def test_waiting_upload_is_cleaned(self) -> None:
        upload = UploadedFile.objects.create(file=ContentFile(picture(), name=f"{PLACE}.jpg"))
        assert PLACE not in upload.file.name
        with upload.file.open("rb") as file:
            assert not holds_secret(file.read())
        with pytest.raises(PermissionDenied):
            UploadedFile.objects.create(file=ContentFile(b"<svg/>", name="a.svg"))


def test_words_beside_a_file_are_judged_once_each_and_file_names_are_read_too() -> None:
    assert findings_in("protokoll_Frau_Anna_Schwarz Frau Anna Schwarz") == ["Anna Schwarz"]
    assert findings_in("Frau Anna Schwarz", allowed=["anna schwarz"]) == []
    assert findings_in("Leitfaden 12") == []


def test_a_file_is_cleaned_once() -> None:
    upload = UploadedFile(file=ContentFile(b"x", name="a.pdf"))
    assert is_new(upload.file)
    assert has_come_in(upload.file)
    upload.file = CleanFile(b"x", name="a.pdf")
    assert not is_new(upload.file)
    assert has_come_in(upload.file)
    assert not is_new(UploadedFile().file)


def test_reading_a_file_leaves_it_at_its_beginning() -> None:
    file = ContentFile(b"abc")
    file.read(1)
    assert read_all(file) == b"abc"
    assert file.read() == b"abc"


def test_whatever_is_taken_gets_a_name_that_says_nothing() -> None:
    clean = clean_content(picture())
    assert isinstance(clean, CleanFile)
    assert clean.name.endswith(".jpg")
    assert clean_content(b"\n" + pdf()).name.endswith(".pdf")
