"""The detector: what in a text can tell which municipality or person it is about.

Pure functions from a text to findings: no server, no network, no Django. Model and word lists are read at the
first call of :func:`find`, not at import.
"""

from knowledge.anonymity.detector.detection import find
from knowledge.anonymity.detector.findings import (
    CERTAIN,
    DETECTOR_VERSION,
    LIKELY,
    NAME_KINDS,
    Finding,
    Kind,
)
from knowledge.anonymity.detector.known_names import IntakeName
from knowledge.anonymity.detector.placeholders import CoverName, Placeholder
from knowledge.anonymity.detector.reader_texts import Inspected, inspect_text, names_nobody

__all__ = [
    "CERTAIN",
    "DETECTOR_VERSION",
    "LIKELY",
    "NAME_KINDS",
    "CoverName",
    "Finding",
    "Inspected",
    "IntakeName",
    "Kind",
    "Placeholder",
    "find",
    "inspect_text",
    "names_nobody",
]
