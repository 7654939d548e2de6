"""The detector: what in a text can tell which municipality or person it is about.

Pure functions from a text to findings: no network, no Django. They are answered by this process, or, after
:func:`use_child`, by the child process of this machine; then model and word lists are never loaded here.
"""

from knowledge.anonymity.detector.asking import DetectorUnavailable, find, find_all, use_child
from knowledge.anonymity.detector.findings import (
    CERTAIN,
    DETECTOR_VERSION,
    LIKELY,
    NAME_KINDS,
    Finding,
    Harm,
    Kind,
)
from knowledge.anonymity.detector.known_names import IntakeName
from knowledge.anonymity.detector.placeholders import CoverName, Placeholder, is_placeholder
from knowledge.anonymity.detector.reader_texts import Inspected, inspect_text, names_nobody

__all__ = [
    "CERTAIN",
    "DETECTOR_VERSION",
    "LIKELY",
    "NAME_KINDS",
    "CoverName",
    "DetectorUnavailable",
    "Finding",
    "Harm",
    "Inspected",
    "IntakeName",
    "Kind",
    "Placeholder",
    "find",
    "find_all",
    "inspect_text",
    "is_placeholder",
    "names_nobody",
    "use_child",
]
