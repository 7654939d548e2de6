# ruff: noqa: SIM905 (word lists are easier to read as text)
"""The detector: what in a text can tell which municipality or person it is about.

Pure Python, no server, no network, no Django; the only entry point is ``find``, which callers ask through
``asking.py``.
The layers run on the normalised text; the findings carry the offsets of the text as given.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.anonymity.detector.everyday_names import find_everyday_names
from knowledge.anonymity.detector.findings import LIKELY, NAME_KINDS, Finding, Harm, Kind, worst
from knowledge.anonymity.detector.known_names import IntakeName, find_intake_names, find_repeated
from knowledge.anonymity.detector.lexicon import load_lexicon, load_names
from knowledge.anonymity.detector.noun_phrases import find_capital_adjectives, find_headed_names, widen
from knowledge.anonymity.detector.persons import find_persons
from knowledge.anonymity.detector.placeholders import CoverName, blank_out, outside, placeholder_spans
from knowledge.anonymity.detector.places import find_places
from knowledge.anonymity.detector.preprocessing import normalise, sentences, tokenise
from knowledge.anonymity.detector.rules import (
    PATTERN_RULES,
    PHRASE_RULES,
    QUASI_RULES,
    find_by_rules,
    find_sensitive,
)
from knowledge.anonymity.detector.umlauts import with_umlauts
from knowledge.anonymity.detector.unknown_words import find_names

__all__ = ["find", "settle"]


_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character outside the basic plane, which the model cannot read."""


def find(text: str, *, dictionary: Iterable[IntakeName | str] = ()) -> list[Finding]:
    """All identifying details in ``text``, in the order of the text, without overlaps.

    ``dictionary`` are the names given at intake (municipality, persons, companies); every
    mention of them is found. Any text is accepted; an empty one has no findings. Raises
    ``FileNotFoundError`` where the model is missing.
    """
    normalised = with_umlauts(normalise(_HALF.sub("\N{REPLACEMENT CHARACTER}", text)))
    if not normalised.text.strip():
        return []
    names = [IntakeName(entry) if isinstance(entry, str) else entry for entry in dictionary]
    spans = placeholder_spans(normalised.text)
    found: Iterable[Finding] = _layers(blank_out(normalised.text, spans), names)
    if spans:
        found = outside(list(found), spans, normalised.text)
    result = []
    for finding in found:
        start, end = normalised.span(finding.start, finding.end)
        result.append(replace(finding, start=start, end=end, text=text[start:end]))
    return result


def _layers(text: str, names: Sequence[IntakeName]) -> list[Finding]:
    tokens = tokenise(text)
    found = [
        *find_intake_names(text, tokens, names),
        *find_by_rules(text, PATTERN_RULES, "pattern"),
        *find_places(text, tokens),
        *find_persons(text, tokens),
        *find_everyday_names(text, tokens),
    ]
    lines = list(sentences(text, tokens))
    for sentence in lines:
        found += find_names(text, sentence)
    found += find_repeated(text, tokens, found)
    found = [finding for finding in widen(text, found) if not _is_short_verb(text, finding)]
    found += find_capital_adjectives(text, tokens)
    found += find_headed_names(text)
    found += find_by_rules(text, PHRASE_RULES, "phrase")
    found += find_sensitive(text, lines)
    found += find_by_rules(text, QUASI_RULES, "quasi")
    return settle(text, found)


# --------------------------------------------------------------------------- verbs that look like names

_VERBS = frozenset(
    "bring frag geh gib glaub hol kann könnt kriegt lass leg lies mach macht merk nehmt nennt nimm pack packt"
    " probier sag schaff schafft schau schick schreib schreibt sieh stell streich tu versuch wird zeig"
    " zeigt zieh".split()
)
_SHORT_VERB = re.compile(r"(?P<verb>[^\W\d_]{2,8})['’]s(?!\s{1,3}[A-ZÄÖÜ]|\w)")
"""A verb with its "es"; before a capital letter it may be a genitive ("Mach's Gesetz") and stays a name."""
_NO_ADJECTIVE = (
    r"(?:(?:d|ein|mein|dein|sein|ihr|unser|eur|eu|kein|all|jed|dies|jen|welch)(?:e|er|es|en|em|ie)|aber|bitte"
    r"|doch|eher|eben|gegen|gerne|heute|hinter|immer|lieber|morgen|neben|ohne|oder|selber|unter|weiter|wegen"
    r"|wieder|zwischen|über|statt)\b"
)
_OWNED = re.compile(
    rf"\s{{1,3}}(?:(?!{_NO_ADJECTIVE})[a-zäöüß]{{2,20}}(?:e|er|es|en|em)\s{{1,3}}){{1,2}}[A-ZÄÖÜ]"
    r"|\s?,\s{1,3}(?:der|die|das|ein|eine)\s"
)
"""What a surname owns ("Schick's alter Plan") or is ("Mach's, der Kämmerer")."""


def _is_short_verb(text: str, finding: Finding) -> bool:
    """ "Mach's gut": the model takes what stands before the apostrophe, or behind it, for a name."""
    if finding.kind not in NAME_KINDS or finding.layer == "intake":
        return False
    before = text[max(0, finding.end - 10) : finding.end]
    start = finding.start
    if finding.text == "s" and before[:-1].endswith(("'", "’")):
        start -= len(re.split(r"[^\w'’]", before[:-1])[-1])
    short = _SHORT_VERB.match(text, start)
    return (
        short is not None
        and finding.end in {short.end(), short.end("verb"), short.end() - 1}
        and short["verb"].casefold() in _VERBS
        and not (short["verb"].capitalize() in load_names().last and _OWNED.match(text, short.end()))
    )


# --------------------------------------------------------------------------- overlaps

_ORDER = {
    "intake": 0,
    "pattern": 1,
    "titled": 2,
    "register": 2,
    "model": 3,
    "repeated": 4,
    "phrase": 5,
    "quasi": 6,
}
"""Which layer gives a joined finding its kind, the surest first."""


def _overlap(one: Finding, other: Finding) -> bool:
    """Whether both share at least one character."""
    return one.start < other.end and other.start < one.end


def _covers(whole: Finding, part: Finding) -> bool:
    """Whether ``part`` lies completely inside of ``whole``."""
    return whole.start <= part.start and part.end <= whole.end


def settle(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """No two findings overlap any more: names that overlap become one, otherwise the surer layer stays."""
    result: list[Finding] = []
    firm = [finding for finding in findings if finding.layer not in {"quasi", "phrase"}]
    for finding in sorted(firm, key=lambda item: (item.start, -item.end)):
        if not result or finding.start >= result[-1].end:
            result.append(finding)
            continue
        result[-1] = _merge(text, result[-1], finding)
    result = list(_one_per_name(text, result, [finding for finding in firm if finding.layer == "intake"]))
    result = _with_phrases(text, result, [finding for finding in findings if finding.layer == "phrase"])
    for finding in sorted(
        (item for item in findings if item.layer == "quasi"), key=lambda item: -item.certainty
    ):
        result = [other for other in result if not _is_part_of_office(finding, other)]
        result += _beside(text, finding, result)
    return sorted((_weighed(_hint_at_state(item)) for item in result), key=lambda item: item.start)


_NAMED, _NAMED_UNKNOWN = 0.3, 0.15
"""Least certainties of a name that only the model or a homonym suggests; the second is for a word no list"
  " knows."""


def _weighed(finding: Finding) -> Finding:
    """The finding with the harm of a name, where no rule has said more."""
    if finding.harm is not Harm.HINT or finding.layer in {"quasi", "phrase", "pattern"}:
        return finding
    is_name = finding.layer in {"intake", "titled"} or (
        finding.kind in NAME_KINDS and finding.certainty > _least_certainty(finding)
    )
    return replace(finding, harm=Harm.DIRECT) if is_name else finding


def _least_certainty(finding: Finding) -> float:
    """From which certainty on what is suspected counts as a name: the less, the less ordinary its first"
    " word is."""
    word, lexicon = finding.text.split()[0], load_lexicon()
    if finding.layer != "model" or lexicon.knows(word):
        return _NAMED
    return 0.0 if word in load_names().landscape and not lexicon.listed_as(word) else _NAMED_UNKNOWN


def _with_phrases(text: str, others: Sequence[Finding], phrases: Sequence[Finding]) -> list[Finding]:
    """The phrases joined with what they overlap: one find for one phrase. A name given at intake stays by
    itself, so do two of them in one phrase.
    """
    result = list(others)
    for phrase in sorted(phrases, key=lambda item: (item.start, -item.end)):
        beside = [other for other in result if _overlap(other, phrase)]
        if any(other.layer == "intake" for other in beside):
            result += _around(text, phrase, beside)
            continue
        for other in beside:
            phrase = _joined(text, phrase, other)
        result = [other for other in result if other not in beside] + [phrase]
    return result


_TOLD = frozenset({CoverName.BATH, CoverName.VOTERS})
"""What their form tells better than the model, which takes a bath and a list of voters for a place."""


def _joined(text: str, phrase: Finding, other: Finding) -> Finding:
    """One finding for a phrase and what it overlaps; what names somebody gives the kind where it is
    longer.
    """
    start, end = min(phrase.start, other.start), max(phrase.end, other.end)
    is_told = phrase.kind is Kind.SENSITIVE or (other.layer == "model" and phrase.suggestion in _TOLD)
    best = other if _covers(other, phrase) and other.certainty >= LIKELY and not is_told else phrase
    harm = worst(phrase.harm, _weighed(other).harm)
    return replace(
        best,
        start=start,
        end=end,
        text=text[start:end],
        certainty=max(phrase.certainty, other.certainty),
        harm=harm,
    )


def _around(text: str, phrase: Finding, others: Sequence[Finding]) -> Iterator[Finding]:
    """The parts of a phrase that no other finding covers, as far as they have a letter or digit."""
    position = phrase.start
    for start, end in [*sorted((other.start, other.end) for other in others), (phrase.end, phrase.end)]:
        rest = text[position : max(position, start)]
        if re.search(r"\w", rest):
            first = position + len(rest) - len(rest.lstrip())
            yield replace(phrase, start=first, end=first + len(rest.strip()), text=rest.strip())
        position = max(position, end)


_STATE_WORDS = frozenset(
    {
        *("Bayern", "Bayerns", "Baden-Württemberg", "Baden-Württembergs", "Deutschland", "Deutschlands"),
        *("Süddeutschland", "Süddeutschlands", "Europa", "Europas", "Freistaat"),
    }
)
_BETWEEN = frozenset({"und", "oder", "in", "ganz", "aus"})


def _hint_at_state(finding: Finding) -> Finding:
    """``Bayern und Baden-Württemberg`` stands in the public header anyway, whatever layer found it."""
    words = re.findall(r"[\w-]+", finding.text)
    if (
        finding.layer == "intake"
        or finding.kind is not Kind.PLACE
        or not all(word in _STATE_WORDS or word in _BETWEEN for word in words)
    ):
        return finding
    return replace(
        finding,
        certainty=min(finding.certainty, 0.2),
        reason="Land oder Staat: steht auch im öffentlichen Kopf",
        suggestion="",
    )


def _one_per_name(text: str, findings: Sequence[Finding], intake: Sequence[Finding]) -> Iterator[Finding]:
    """Findings in which two names of the intake were joined (``Musterhausen Huber``), cut so that each has
    its own.
    """
    single: list[Finding] = []
    for finding in sorted(intake, key=lambda item: (item.start, -item.end)):
        if single and finding.start < single[-1].end:
            single[-1] = _merge(text, single[-1], finding)
        else:
            single.append(finding)
    for finding in findings:
        inside = [name for name in single if _covers(finding, name)]
        if len(inside) < 2:
            yield finding
            continue
        start = finding.start
        for name, following in zip(inside, [*inside[1:], None], strict=True):
            end = following.start if following else finding.end
            # What stands between two names belongs to the first one as far as it has name words ("GmbH").
            words = [
                match for match in re.finditer(r"[^\W_]+", text[name.end : end]) if match.group()[0].isupper()
            ]
            end = finding.end if following is None else name.end + (words[-1].end() if words else 0)
            yield replace(name, start=start, end=end, text=text[start:end])
            start = following.start if following else end


def _is_part_of_office(finding: Finding, other: Finding) -> bool:
    """``SPD`` or ``Freie Wähler`` inside of party and office says nothing more than the whole."""
    inside = (
        _covers(finding, other) and other.layer in {"model", "repeated"} and other.kind is not Kind.PERSON
    )
    return finding.kind is Kind.OFFICE and inside


def _merge(text: str, left: Finding, right: Finding) -> Finding:
    """One finding for two that overlap: the whole span, the kind of the surer layer."""
    best, other = (left, right) if _rank(left) <= _rank(right) else (right, left)
    if best.layer == "register" and other.layer == "model" and _covers(other, best) and other.certainty > 0.5:
        best = other if other.end - other.start > best.end - best.start else best
    start, end = min(left.start, right.start), max(left.end, right.end)
    certainty, harm = max(left.certainty, right.certainty), worst(left.harm, right.harm)
    return replace(best, start=start, end=end, text=text[start:end], certainty=certainty, harm=harm)


def _rank(finding: Finding) -> tuple[int, float]:
    return _ORDER[finding.layer], -finding.certainty


def _beside(text: str, finding: Finding, others: Sequence[Finding]) -> list[Finding]:
    """The part of a quasi-identifier before the first finding inside it; none where that is too short to
    read.
    """
    inside = [other for other in others if _overlap(other, finding)]
    if not inside:
        return [finding]
    end = min(other.start for other in inside)
    while end > finding.start and text[end - 1].isspace():
        end -= 1
    if end - finding.start < 12:
        return []
    return [replace(finding, end=end, text=text[finding.start : end])]
