"""Vectors on an engine that finds neighbours itself (docs/adr/0010-vectors-on-the-server.md).

The score of a record is ``(1 - MEAN) * best + MEAN * mean`` over its pieces, each an inner product less its
hubness. All of that is linear in the query, so it is folded into one vector per piece, a number longer: the
greatest inner product with (query, 1) is exactly the score. The rows themselves come back packed with the
hits and are scored by the same code as those on this machine.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import cast

import numpy as np

from search import sentences
from search.contract import Capability, IndexedDocument, SearchEngine, VectorEngine
from search.readers import Index
from search.sentences import Floats
from search.vectors.similarity import MEAN, Rows, centred, hubness, unit
from search.vectors.store import VectorStore

#: Raise it whenever the vectors below mean something else.
_VERSION = 2
_PORTION = 100


@dataclass(frozen=True, slots=True)
class Frame:
    """What the vectors of an index are measured around; noted in its metadata. Who writes later measures
    around the same.
    """

    centroid: Floats

    def text(self) -> str:
        """For the metadata of an index."""
        centroid = base64.b64encode(self.centroid.astype(np.float32).tobytes()).decode("ascii")
        return json.dumps({"version": _VERSION, "model": sentences.NAME, "centroid": centroid})

    @classmethod
    def read(cls, text: str) -> Frame | None:
        """``None`` where there is none, or one of another model or version: those vectors are of no use
        here.
        """
        found = json.loads(text) if text else {}
        if (found.get("version"), found.get("model")) != (_VERSION, sentences.NAME):
            return None
        return cls(np.frombuffer(base64.b64decode(found["centroid"]), dtype=np.float32))


def asked(query: Floats) -> tuple[float, ...]:
    """A centred query as the engine compares it."""
    return (*unit(query).tolist(), 1.0)


def with_vectors(
    document: IndexedDocument, store: VectorStore, frame: Frame, index: Index = Index.PUBLIC
) -> IndexedDocument | None:
    """The document with what the engine compares and gives back; ``None`` while the store has no vectors of
    it. What is near to everything is judged by the records of its ``index``.
    """
    rows = store.raw(document.key)
    if not rows:
        return None
    matrix = centred(
        np.array([np.frombuffer(data, dtype=np.float16) for _number, data in rows], dtype=np.float32),
        frame.centroid,
    )
    whole = np.column_stack([matrix, -hubness(matrix, store.loaded(index).sample)])
    compared = (1 - MEAN) * whole + MEAN * whole.mean(axis=0)
    numbers = np.array([[number] for number, _data in rows], dtype=np.float32)
    packed = np.hstack([whole, numbers]).astype(np.float16).tobytes()
    return replace(document, vectors=tuple(map(tuple, compared.tolist())), packed=packed)


def unpacked(packed: Mapping[str, bytes], size: int) -> Rows:
    """Rows of the records that came back; ``size`` is the length of a vector."""
    owners: list[str] = []
    pieces = []
    for key, raw in packed.items():
        if raw:
            pieces.append(np.frombuffer(raw, dtype=np.float16).reshape(-1, size + 2))
            owners += [key] * len(pieces[-1])
    matrix = np.concatenate(pieces).astype(np.float32) if pieces else np.zeros((0, size + 2), np.float32)
    return Rows(owners, [int(n) for n in matrix[:, size + 1]], matrix[:, :size], -matrix[:, size])


def frame_of(engine: SearchEngine) -> Frame | None:
    """How queries are compared with the engine's own vectors; ``None`` while it has none that are complete
    and of this model.
    """
    return (
        Frame.read(cast(VectorEngine, engine).frame()) if Capability.VECTORS in engine.capabilities else None
    )


class VectorUploader:
    """Brings vectors from the store of this machine to an index with :attr:`Capability.VECTORS`."""

    def __init__(self, store: VectorStore, index: Index = Index.PUBLIC) -> None:
        self._store = store
        self._index = index

    def follow(self, engine: SearchEngine, documents: Sequence[IndexedDocument]) -> int:
        """After a change: the same documents once more with vectors, where the engine's are complete
        already.
        """
        frame = frame_of(engine)
        if frame is None or not documents:
            return 0
        self._store.write(document.stored for document in documents)
        return self._upload(cast(VectorEngine, engine), documents, frame)

    def complete(
        self, engine: SearchEngine, documents: Callable[[Mapping[str, int]], Iterable[IndexedDocument]]
    ) -> int:
        """Upload what the engine lacks; ``documents`` gives those of some keys, in the versions that the
        engine has. The store must be complete. Returns the number written.

        Vectors of another model cannot be mended, only replaced: they stay unused until the next rebuild.
        """
        target = cast(VectorEngine, engine)
        known = target.frame()
        frame = Frame.read(known)
        if (known and frame is None) or not self._store.loaded(self._index).keys:
            return 0
        made = frame or Frame(self._store.loaded(self._index).centroid)
        missing = target.without_vectors()
        written = self._upload(target, documents(missing), made) if missing else 0
        if frame is None:
            target.note_frame(made.text())
        return written

    def _upload(self, engine: VectorEngine, documents: Iterable[IndexedDocument], frame: Frame) -> int:
        written = 0
        ready = (
            made
            for document in documents
            if (made := with_vectors(document, self._store, frame, self._index)) is not None
        )
        while portion := list(islice(ready, _PORTION)):
            written += engine.upsert(portion)
        return written
