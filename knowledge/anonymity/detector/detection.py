"""The detector: what in a text can tell which municipality or person it is about.

Pure Python, no server, no network, no Django; the only entry point for callers is ``find``.
The layers run on the normalised text; the findings carry the offsets of the text as given.
"""

from collections.abc import Iterable, Sequence

from knowledge.anonymity.detector.capital_names import find_capital_names
from knowledge.anonymity.detector.consistency import find_repeated, settle
from knowledge.anonymity.detector.dictionary import IntakeName, find_intake_names
from knowledge.anonymity.detector.findings import DETECTOR_VERSION, Finding, Kind, shift
from knowledge.anonymity.detector.normalisation import normalise
from knowledge.anonymity.detector.patterns import find_patterns
from knowledge.anonymity.detector.placeholders import blank_out, outside, placeholder_spans
from knowledge.anonymity.detector.places import find_places
from knowledge.anonymity.detector.quasi import find_quasi_identifiers
from knowledge.anonymity.detector.titled_names import find_titled_persons
from knowledge.anonymity.detector.tokens import sentences, tokenise
from knowledge.anonymity.detector.unknown_words import THRESHOLDS, Thresholds, find_names

__all__ = ["DETECTOR_VERSION", "Finding", "IntakeName", "Kind", "find"]


def find(
    text: str,
    *,
    dictionary: Iterable[IntakeName | str] = (),
    accepted: Iterable[str] = (),
    limits: Thresholds = THRESHOLDS,
) -> list[Finding]:
    """All identifying details in ``text``, in the order of the text, without overlaps.

    ``dictionary`` are the names given at intake (municipality, persons, companies); every
    mention of them is found. ``accepted`` are surface forms the reviewers have let pass; they
    are left out unless they are in the dictionary. Any text is accepted; an empty one has no
    findings. Raises ``FileNotFoundError`` where the model is missing.
    """
    normalised = normalise(text)
    if not normalised.text.strip():
        return []
    names = [IntakeName(entry) if isinstance(entry, str) else entry for entry in dictionary]
    spans = placeholder_spans(normalised.text)
    found: Iterable[Finding] = _layers(blank_out(normalised.text, spans), names, limits)
    if spans:
        found = outside(normalised.text, list(found), spans)
    passed = frozenset(accepted)
    result = []
    for finding in found:
        start, end = normalised.span(finding.start, finding.end)
        if text[start:end] in passed and finding.layer != "intake":
            continue
        result.append(shift(finding, start, end, text[start:end]))
    return result


def _layers(text: str, names: Sequence[IntakeName], limits: Thresholds) -> list[Finding]:
    tokens = tokenise(text)
    found = [
        *find_intake_names(text, tokens, names),
        *find_patterns(text),
        *find_places(text, tokens),
        *find_titled_persons(text, tokens),
    ]
    found += find_capital_names(text, tokens)
    for sentence in sentences(text, tokens):
        found += find_names(text, sentence, limits=limits)
    found += find_repeated(text, tokens, found)
    found += find_quasi_identifiers(text)
    return settle(text, found)
