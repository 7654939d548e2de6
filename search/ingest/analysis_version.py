"""The version of the analysis, read off what it is made of, so that nobody has to remember to raise a
number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

__all__ = ["fingerprint", "fingerprint_of"]

#: What turns a text into terms: the code and the word lists of the language, and what takes a document apart.
_SOURCES = (Path(__file__).parents[1] / "language", Path(__file__).with_name("preparation.py"))
#: Libraries whose other version may give other stems.
_LIBRARIES = ("HanTa", "PyStemmer")
_CODE_AND_DATA = frozenset({".py", ".txt", ".npz"})


@cache
def fingerprint() -> str:
    """Twelve digits that change whenever the same text might get other terms: an index with another one is
    outdated.

    A comment changes them too: a rebuild too many costs less than one that nobody thought of.
    """
    return fingerprint_of(_SOURCES, [f"{name} {version(name)}" for name in _LIBRARIES])


def fingerprint_of(sources: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    """The fingerprint of folders and files, the same on every machine: names and contents count, line ends
    and times do not.
    """
    digest = hashlib.sha256("\n".join(libraries).encode())
    for source in sources:
        for name, path in sorted(_files(source)):
            content = path.read_bytes()
            if path.suffix != ".npz":
                content = content.replace(b"\r\n", b"\n")
            digest.update(b"\0".join((b"", name.encode(), str(len(content)).encode(), content)))
    return digest.hexdigest()[:12]


def _files(source: Path) -> Iterator[tuple[str, Path]]:
    if source.is_file():
        yield source.name, source
    for path in source.rglob("*"):
        if path.suffix in _CODE_AND_DATA:
            yield path.relative_to(source).as_posix(), path
