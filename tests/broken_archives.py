"""ZIP files that open and cannot be unpacked, each in another way."""

from __future__ import annotations

import io
import zipfile

from knowledge.content.export import HEADER

__all__ = ["FAULTS", "unreadable"]

FAULTS = ("password", "unknown packing", "broken deflate", "broken lzma", "cut")

_TEXT = '{"format": "weiterdenken"}' * 20


def unreadable(fault: str, name: str = HEADER) -> bytes:
    """The bytes of an archive with the one member ``name``."""
    made = io.BytesIO()
    packing = zipfile.ZIP_LZMA if fault == "broken lzma" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w", packing) as archive:
        archive.writestr(name, _TEXT)
    data = bytearray(made.getvalue())
    local, central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    content = local + 30 + len(name)
    match fault:
        case "password":
            data[local + 6] |= 1
            data[central + 8] |= 1
        case "unknown packing":
            data[local + 8] = data[central + 10] = 99
        case "broken deflate":
            data[content : content + 12] = bytes(byte ^ 0xFF for byte in data[content : content + 12])
        case "broken lzma":
            data[content : content + 30] = b"\xff" * 30
        case "cut":
            data[central + 20 : central + 24] = (2**20).to_bytes(4, "little")
            data[central + 24 : central + 28] = (2**20).to_bytes(4, "little")
    return bytes(data)
