# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Known names: every mention of what was given at intake or found once in the text, in whatever form. Pure
module.

Looks for the names of the intake in three ways, from sure to broad: the words of the name in the tokens
(inflected, in compounds, in other spelling), the letters of the name inside words, and the letters with all
spaces and signs left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.anonymity.detector.findings import NAME_KINDS, Finding, Kind
from knowledge.anonymity.detector.lexicon import Lexicon, load_lexicon, stems_of
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.preprocessing import Token
from search.language import fold

__all__ = ["IntakeName", "find_intake_names", "find_repeated"]

_IGNORED = frozenset(
    "der die das den dem des von vom zu zum zur van de und und bei am an im in auf ob unter a d i b v gmbh ag"
    " kg co ohg gbr ug se ev gag ggmbh mbh stadt markt gemeinde landkreis kreis landratsamt bad sankt st herr"
    " frau dr prof dipl ing mba gemeindewerke".split()
)
_ENDINGS = frozenset("n en ns ens sche schen scher sches schem isch ische ischen ianer ia s es".split())
_SUGGESTIONS = {
    Kind.PERSON: Placeholder.PERSON,
    Kind.PLACE: Placeholder.MUNICIPALITY,
    Kind.ORGANISATION: Placeholder.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class IntakeName:
    """A name asked for at intake with what it is."""

    name: str
    kind: Kind = Kind.PERSON


@dataclass(frozen=True, slots=True)
class _Target:
    words: tuple[str, ...]
    letters: str
    strong: tuple[str, ...]
    kind: Kind
    name: str


@lru_cache(maxsize=4_096)
def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _target(entry: IntakeName, lexicon: Lexicon) -> _Target:
    surface = re.findall(r"[^\W_]+", entry.name)
    words = tuple(fold(word) for word in surface)
    strong = tuple(
        fold(word)
        for word in surface
        if fold(word) not in _IGNORED
        and len(word) > 1
        and not (len(surface) > 1 and _is_common(word, entry.kind, lexicon))
    )
    return _Target(words, _letters(entry.name), strong or words, entry.kind, entry.name)


def _is_common(word: str, kind: Kind, lexicon: Lexicon) -> bool:
    """A word of an organisation's name that says nothing alone (``Verein``); persons' names are never
    common.
    """
    return kind is not Kind.PERSON and (lexicon.level(word) > 1 or lexicon.level(word.lower()) > 1)


def find_intake_names(text: str, tokens: Sequence[Token], names: Iterable[IntakeName]) -> Iterator[Finding]:
    """Findings for all mentions of the given names; certainty 1 for whole words, less inside of words."""
    lexicon = load_lexicon()
    targets = [_target(entry, lexicon) for entry in names if _letters(entry.name)]
    folded = [fold(re.sub(r"[*:_](?:innen|in)$", "", token.text)) for token in tokens]
    for target in targets:
        found = list(_whole_names(text, target))
        for token, word in zip(tokens, folded, strict=True):
            if not token.text[0].isalnum():
                continue
            certainty = max((_certainty(token.text, word, strong) for strong in target.strong), default=0.0)
            if certainty:
                found.append(_finding(text, token.start, token.end, target, certainty))
        yield from _joined(text, found, target)


def _joined(text: str, found: Iterable[Finding], target: _Target) -> Iterator[Finding]:
    """The words of one name that stand side by side as one finding: ``Huber, Alois``."""
    current: Finding | None = None
    for finding in sorted(found, key=lambda item: (item.start, -item.end)):
        if current and (
            finding.start <= current.end or re.fullmatch(r"[ ,.]{1,2}", text[current.end : finding.start])
        ):
            certainty = max(current.certainty, finding.certainty)
            current = _finding(text, current.start, max(current.end, finding.end), target, certainty)
            continue
        if current:
            yield current
        current = finding
    if current:
        yield current


def _finding(text: str, start: int, end: int, target: _Target, certainty: float) -> Finding:
    return Finding(
        start, end, target.kind, text[start:end], certainty, "Bei der Aufnahme genannter Name",
        _SUGGESTIONS.get(target.kind, Placeholder.NAME), "intake",
    )  # fmt: skip


def _whole_names(text: str, target: _Target) -> Iterator[Finding]:
    """The letters of the name in this order, whatever signs or spaces stand between them."""
    if len(target.letters) < 4 and len(target.words) == 1:
        spaced = re.compile(
            r"(?<!\w)" + r"[ ._·-]".join(map(re.escape, target.name.strip())) + r"(?!\w)", re.IGNORECASE
        )
        yield from (
            _finding(text, match.start(), match.end(), target, 1.0) for match in spaced.finditer(text)
        )
        return
    folded: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for letter in _letters(character):
            folded.append(letter)
            places.append(index)
    joined = "".join(folded)
    position = joined.find(target.letters)
    while position >= 0:
        start, end = places[position], places[position + len(target.letters) - 1] + 1
        while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        free = start == 0 or not text[start - 1].isalnum()
        if free or len(target.letters) > 6:
            yield _finding(text, start, end, target, 1.0)
        position = joined.find(target.letters, position + 1)


def _certainty(surface: str, word: str, strong: str) -> float:
    """How sure ``word`` (folded) is a form of the name word ``strong``; 0 for no."""
    if word == strong:
        return 1.0 if surface[0].isupper() or surface[0].isdigit() or len(strong) > 4 else 0.6
    if any(stem == strong for stem, _form in stems_of(word)):
        return 1.0 if surface[0].isupper() else 0.5
    parts = re.split(r"[-‑–_]", word)
    if len(parts) > 1 and any(
        part == strong or any(stem == strong for stem, _form in stems_of(part)) for part in parts
    ):
        return 1.0
    if word.startswith(strong) and word[len(strong) :] in _ENDINGS and surface[0].isupper():
        return 0.9
    if len(strong) > 4 and strong in word:
        return 0.9 if word.startswith(strong) else 0.7
    if len(strong) == 4 and word.startswith(strong) and surface[0].isupper():
        return 0.6
    return 0.0


# --------------------------------------------------------------------------- repeated names

_LEAST = 0.3
"""From this certainty on a finding is looked for again."""


def _genitive_free(folded: str) -> str:
    return re.sub(r"(?:'s|’s|s|'|’)$", "", folded) if len(folded) > 4 else folded


def _roots(findings: Sequence[Finding], lexicon: Lexicon) -> dict[str, Finding]:
    """Name words (folded, without genitive) of the sure findings, each with the finding it comes from."""
    roots: dict[str, Finding] = {}
    for finding in findings:
        if finding.kind not in NAME_KINDS or finding.certainty < _LEAST or finding.layer == "pattern":
            continue
        for word in re.findall(r"[^\W\d_]{3,}", finding.text):
            ordinary = lexicon.level(word) or lexicon.level(word.lower()) or lexicon.knows(word)
            if word[0].isupper() and not ordinary:
                roots.setdefault(_genitive_free(fold(word)), finding)
    return roots


def find_repeated(text: str, tokens: Sequence[Token], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Further mentions of the names found: genitive, plural, compounds (``Huber`` -> ``Hubers``,
    ``Huber-Plan``).
    """
    lexicon = load_lexicon()
    roots = _roots(findings, lexicon)
    covered = (
        {index for finding in findings for index in range(finding.start, finding.end)} if roots else set()
    )
    for token in tokens if roots else ():
        if token.start in covered or not token.text[0].isupper():
            continue
        for part in re.split(r"[-‑–*:_]", token.text):
            source = roots.get(_genitive_free(fold(part))) if len(part) > 2 else None
            if source:
                yield Finding(
                    token.start, token.end, source.kind, text[token.start : token.end], min(source.certainty,
                    0.9),
                    f"Kommt im Text schon als „{source.text}“ vor", source.suggestion, "repeated",
                )  # fmt: skip
                break
