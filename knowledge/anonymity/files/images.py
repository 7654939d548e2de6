"""Images, drawn anew: only the pixels stay, in upright position and common colours.

EXIF with GPS and camera numbers, XMP, IPTC, comments, thumbnails, colour profiles with the name of a device
and bytes behind the end of the picture all go, because none of them is copied. JPEG renditions of Wagtail
would keep them.
"""

from __future__ import annotations

import io
import secrets
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

__all__ = ["CleanImage", "FileRefused", "clean_image", "random_name"]

MOST_BYTES = 15 * 2**20
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 3200
"""Wide enough for print; nobody reads a name plate in the background of a smaller picture by accident."""

_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class FileRefused(ValueError):
    """A file the library does not take; the message is a sentence for the editor, ``code`` the reason for the
    trail.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class CleanImage:
    """The picture as it is kept: bytes, ``jpg``, ``png`` or ``webp``, width and height in pixels."""

    content: bytes
    suffix: str
    size: tuple[int, int]


def random_name(suffix: str) -> str:
    """A file name that says nothing: 16 hexadecimal characters."""
    return f"{secrets.token_hex(8)}.{suffix.lower().lstrip('.')}"


def _in_common_colours(image: Image.Image) -> Image.Image:
    """sRGB pixels, with transparency where there is some."""
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = (
                ImageCms.profileToProfile(
                    image,
                    source,
                    ImageCms.createProfile("sRGB"),
                    outputMode="RGBA" if image.mode == "RGBA" else "RGB",
                )
                or image
            )
        except ImageCms.PyCMSError:
            pass  # a broken profile: the pixels as they are
    return image.convert("RGBA" if has_alpha else "RGB")


_pillow = threading.Lock()


@contextmanager
def _whole_images_only() -> Iterator[None]:
    """Refuse pictures that end too early. The PDF library tells Pillow to take them, for the whole
    process.
    """
    with _pillow:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def clean_image(content: bytes) -> CleanImage:
    """Draw an image anew. Raises ``FileRefused`` for anything that is not a JPEG, PNG or WebP of a bearable
    size.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused(
            _("Das Bild ist zu groß: höchstens %(most)s MB.") % {"most": MOST_BYTES // 2**20}, "size"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _whole_images_only(), Image.open(io.BytesIO(content), formats=list(_SUFFIXES)) as opened:
                kind = str(opened.format)
                if opened.width * opened.height > MOST_PIXELS:
                    raise FileRefused(
                        _("Das Bild hat zu viele Bildpunkte: höchstens 60 Millionen."), "pixels"
                    )
                image = _in_common_colours(ImageOps.exif_transpose(opened))
    except FileRefused:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise FileRefused(
            _(
                "Das ist kein lesbares Bild. Möglich sind JPEG, PNG und WebP; SVG, HEIC und GIF bitte vorher"
                " umwandeln."
            ),
            "format",
        ) from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A picture of nothing but these pixels: whatever the file carried besides is not copied.
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    if kind == "JPEG" and fresh.mode == "RGBA":
        fresh = fresh.convert("RGB")
    target = io.BytesIO()
    options: dict[str, int] = {"optimize": 1} if kind == "PNG" else {"quality": 88, "optimize": 1}
    fresh.save(target, kind, **options)
    return CleanImage(target.getvalue(), _SUFFIXES[kind], fresh.size)
