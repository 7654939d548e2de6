"""Images lose what nobody sees in them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageFile

from knowledge.anonymity.files import LONGEST_SIDE, FileRefused, clean_image, random_name
from tests.residue.life import PERSON, PLACE, picture

SECRETS = (PERSON.encode(), PLACE.encode())


def holds_secret(content: bytes) -> bool:
    return any(secret in content for secret in SECRETS)


def drawn(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 0).save(target, kind, **options)
    return target.getvalue()


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


def test_a_file_name_says_nothing_and_is_never_the_same() -> None:
    names = {random_name(".JPG") for _number in range(50)}
    assert len(names) == 50
    assert all(name.endswith(".jpg") and len(name) == 20 for name in names)


def test_a_picture_with_transparency_keeps_it_but_a_photograph_has_none() -> None:
    with Image.open(io.BytesIO(clean_image(drawn("PNG", mode="RGBA")).content)) as image:
        assert image.mode == "RGBA"
    with Image.open(io.BytesIO(clean_image(drawn("JPEG", mode="CMYK")).content)) as image:
        assert image.mode == "RGB"


def test_a_file_that_is_too_heavy_is_refused_before_it_is_opened() -> None:
    with pytest.raises(FileRefused) as refused:
        clean_image(b"x" * (15 * 2**20 + 1))
    assert refused.value.code == "size"
