"""Files lose what nobody sees in them, and are refused where that is not enough."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageFile
from wagtail.models import UploadedFile

from knowledge.anonymity.files.images import LONGEST_SIDE, FileRefused, clean_image
from knowledge.anonymity.files.pdf_worker import without_segments
from knowledge.anonymity.files.pdfs import clean_pdf, pdf_text
from knowledge.anonymity.files.sandbox import SandboxError, run_limited
from knowledge.guard.uploads import findings_in
from knowledge.models import LibraryDocument, LibraryImage
from tests.residue.life import PERSON, PLACE, pdf, picture

SECRETS = (PERSON.encode(), PLACE.encode())


def holds_secret(content: bytes) -> bool:
    return any(secret in content for secret in SECRETS)


def drawn(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 0).save(target, kind, **options)
    return target.getvalue()


# --------------------------------------------------------------------------- images


def test_photograph_loses_place_and_person() -> None:
    assert holds_secret(picture())
    clean = clean_image(picture())
    assert not holds_secret(clean.content)
    with Image.open(io.BytesIO(clean.content)) as image:
        assert not image.getexif()
        assert "comment" not in image.info
        assert image.size == (240, 160)


def test_picture_is_upright_and_small_enough() -> None:
    image, target = Image.new("RGB", (5000, 100)), io.BytesIO()
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(target, "JPEG", exif=exif)
    width, height = clean_image(target.getvalue()).size
    assert height == LONGEST_SIDE
    assert width < height


def test_bytes_behind_the_picture_go() -> None:
    assert not holds_secret(clean_image(drawn("PNG") + PLACE.encode()).content)


def test_text_chunks_of_png_go() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", PERSON)
    content = drawn("PNG", mode="RGBA", pnginfo=info)
    assert holds_secret(content)
    clean = clean_image(content)
    assert not holds_secret(clean.content)
    with Image.open(io.BytesIO(clean.content)) as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawn("GIF"), b"", b"\xff\xd8\xff", drawn("PNG")[:60]],
)
def test_anything_else_is_refused_in_german(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    # WeasyPrint, once imported, makes Pillow take pictures that end too early.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(FileRefused, match="JPEG, PNG und WebP"):
        clean_image(content)


def test_huge_picture_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileRefused):
        clean_image(drawn("PNG", size=(20_000, 20_000), mode="1"))


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


# --------------------------------------------------------------------------- PDFs


def test_pdf_loses_everything_that_is_not_on_its_pages() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as before:
        assert str(before.docinfo["/Author"]) == PERSON
    clean = clean_pdf(pdf())
    assert not holds_secret(clean.content)
    with pikepdf.open(io.BytesIO(clean.content)) as after:
        assert "/Info" not in after.trailer
        assert not set(after.Root.keys()) & {"/Metadata", "/OpenAction", "/Outlines", "/AF"}
        assert not after.attachments
        assert len(after.pages[0].obj.get("/Annots", [])) == 0
    assert "Leitfaden ohne Namen" in clean.text


def test_bookmark_that_the_page_says_too_stays() -> None:
    document = pikepdf.open(io.BytesIO(pdf(hidden=False)))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Leitfaden", 0))
    target = io.BytesIO()
    document.save(target)
    with pikepdf.open(io.BytesIO(clean_pdf(target.getvalue()).content)) as after:
        assert "/Outlines" in after.Root


def test_photograph_inside_a_pdf_loses_its_place() -> None:
    stripped = without_segments(picture())
    assert not holds_secret(stripped)
    with Image.open(io.BytesIO(stripped)) as image:
        assert image.size == (240, 160)


def test_encrypted_pdf_is_refused() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="geheim", user="geheim"))
    with pytest.raises(FileRefused, match="verschlüsselt"):
        clean_pdf(target.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04 kein PDF", b"%PDF-1.7 kaputt", b""])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match=r"kein PDF|nicht lesbar"):
        clean_pdf(content)
    assert pdf_text(content) == ""


def test_child_that_fails_is_an_error_of_ours() -> None:
    with pytest.raises(SandboxError):
        run_limited("knowledge.anonymity.no_such_module", b"")
    with pytest.raises(SandboxError, match="timeout"):
        run_limited("knowledge.anonymity.files.pdf_worker", pdf(), seconds=0)
