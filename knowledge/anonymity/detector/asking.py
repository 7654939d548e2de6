"""Where a text is looked through: in this process, or in the child process of this machine. Pure module.

Both give the same findings. The child keeps model and word lists out of the processes that serve pages; what
loads them is imported here when it is needed, and in a process that uses the child it never is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from knowledge.anonymity.detector.findings import DETECTOR_VERSION, Finding, Harm, Kind
from knowledge.anonymity.detector.known_names import IntakeName
from knowledge.anonymity.sandbox import ReadingRefused, SandboxReader, read_in_sandbox

__all__ = ["DetectorUnavailable", "answer", "find", "find_all", "prepare", "use_child"]


class DetectorUnavailable(RuntimeError):
    """The text could not be looked through; the message says why. Whoever asked must take it as not
    guarded.
    """


_asks_child = False


def use_child(asks: bool = True) -> None:
    """Whether this process asks the child from now on; called once when a process starts."""
    global _asks_child
    _asks_child = asks


def find(text: str, *, dictionary: Iterable[IntakeName | str] = ()) -> list[Finding]:
    """All identifying details in ``text``, in the order of the text, without overlaps.

    ``dictionary`` are the names given at intake (municipality, persons, companies); every mention of them is
    found. Any text is accepted; an empty one has no findings. Raises :class:`DetectorUnavailable`.
    """
    return find_all([text], dictionary=dictionary)[0]


def find_all(texts: Sequence[str], *, dictionary: Iterable[IntakeName | str] = ()) -> list[list[Finding]]:
    """The findings of each text by itself, as :func:`find` gives them, for one question to the child."""
    names = [IntakeName(entry) if isinstance(entry, str) else entry for entry in dictionary]
    if not any(texts):
        return [[] for _text in texts]
    return _from_child(texts, names) if _asks_child else _from_here(texts, names)


def _from_here(texts: Sequence[str], names: list[IntakeName]) -> list[list[Finding]]:
    from knowledge.anonymity.detector.detection import find as find_here

    try:
        return [find_here(text, dictionary=names) for text in texts]
    except FileNotFoundError as error:
        raise DetectorUnavailable(str(error)) from error


def _from_child(texts: Sequence[str], names: list[IntakeName]) -> list[list[Finding]]:
    question = {"texts": list(texts), "names": [(entry.name, entry.kind) for entry in names]}
    try:
        header, content = read_in_sandbox(SandboxReader.TEXTS, json.dumps(question).encode())
    except ReadingRefused as error:
        raise DetectorUnavailable(f"{error}: {error.__cause__ or 'no answer of the child'}") from error
    if header["detector"] != DETECTOR_VERSION:
        raise DetectorUnavailable(f"the child has version {header['detector']}, this process another one")
    return [
        [
            Finding(start, end, Kind(kind), text[start:end], certainty, reason, suggestion, layer, Harm(harm))
            for start, end, kind, certainty, reason, suggestion, layer, harm in rows
        ]
        for text, rows in zip(texts, json.loads(content), strict=True)
    ]


# --------------------------------------------------------------------------- in the child


def prepare() -> None:
    """Load model and word lists; raises ``FileNotFoundError`` where the model is missing."""
    from knowledge.anonymity.detector.detection import find as find_here

    find_here("Frau Dr. Muster aus Musterhausen, Musterweg 1, schrieb am 1. Mai 2020 an muster@example.org.")


def answer(question: bytes) -> tuple[dict[str, object], bytes]:
    """The findings of each text of a question, as ``_from_child`` reads them."""
    asked = json.loads(question)
    names = [IntakeName(name, Kind(kind)) for name, kind in asked["names"]]
    rows = [
        [
            (
                item.start,
                item.end,
                item.kind,
                item.certainty,
                item.reason,
                item.suggestion,
                item.layer,
                item.harm,
            )
            for item in found
        ]
        for found in _from_here(asked["texts"], names)
    ]
    return {"detector": DETECTOR_VERSION}, json.dumps(rows).encode()
