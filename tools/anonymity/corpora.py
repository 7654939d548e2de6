# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Readers of the training corpora: GermEval 2014 (part), SmartData, MobIE, LER.

Used by the training command only; the corpora are not part of the project (see
data/README.md for sources and licences). Every reader gives sentences as plain text with
labelled character spans, so that training sees text cut by the same tokeniser as the
detector later on.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.anonymity.detector.preprocessing import sentences, tokenise

__all__ = ["GoldSpan", "Sentence", "read_corpora", "split_of"]

_COUNTED = {"PER", "LOC", "ORG"}
_GERMEVAL = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "OTH"}
_LER = {
    "PER": "PER", "RR": "PER", "AN": "PER", "LD": "LOC", "ST": "LOC", "STR": "LOC", "LDS": "LOC",
    "ORG": "ORG", "UN": "ORG", "INN": "ORG", "GRT": "ORG", "MRK": "OTH",
    "GS": "LAW", "VO": "LAW", "EUN": "LAW", "VS": "LAW", "VT": "LAW", "RS": "LAW", "LIT": "LAW",
}  # fmt: skip
_DFKI = {
    "person": "PER", "location": "LOC", "location-city": "LOC", "location-street": "LOC",
    "location-stop": "LOC",
    "location-route": "LOC", "organization": "ORG", "organization-company": "ORG", "product": "OTH",
}  # fmt: skip
_CURRENCY = frozenset("Euro EUR € Dollar USD Cent Yen CHF Franken Pfund Mark DM US-Dollar Euros".split())
_NOMINAL = re.compile(
    r"(?:(?:[Dd](?:as|er|ie|es|em|en)|[Ee]in\w*) )?(?:[a-zäöüß]\S*"
    r" )*(?:[a-zäöüß]\S*|(?:Gruppe|Konzern|Firm(?:a|en)|Hersteller"
    r"|Bank|Bahn|Polizei|Regierung|Tochter|Behörden?|Kommission|Stadt|Gemeinden?|Land|Region|Flughafen|"
    r"Bahnhof"
    r"|Innenstadt|Zoo|Zentrum|Feuerwehr|Gericht|Verlag|Verein|Stiftung|Gewerkschaft|Insel|Strecke|City"
    r"|\w*(?:[Uu]nternehmen|[Kk]onzern|[Hh]ersteller|[Gg]esellschaft|[Aa]nbieter|bauer|versicherer|"
    r"dienstleister"
    r"|betreiber|händler|tochter|bank|gewerkschaft|polizei|[Pp]artner|verband|kette))(?:e?[ns])?)"
)
"""Mentions without a name ("der Konzern"), which SmartData and MobIE also label as organisations."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A labelled span; one that is not ``counted`` is neither a miss nor a false alarm in an evaluation."""

    start: int
    end: int
    label: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a corpus with its gold spans."""

    corpus: str
    text: str
    spans: tuple[GoldSpan, ...]


def split_of(text: str) -> str:
    """``train`` (76 %), ``dev`` (12 %) or ``holdout`` (12 %), fixed by the hash of the sentence.

    Digits are folded and case ignored, so near-copies (traffic reports, retweets) stay on one side.
    """
    key = re.sub(r"\W+", " ", re.sub(r"\d+", "0", text.lower())).strip()
    bucket = hashlib.sha256(key.encode()).digest()[0] * 100 // 256
    return "train" if bucket < 76 else "dev" if bucket < 88 else "holdout"


def _join(words: Iterable[tuple[str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """Put corpus tokens together to text; returns it with (start, end, BIO label) per token."""
    text, spans, glue = "", [], True
    quotes = 0
    for word, label in words:
        closing = word in {",", ".", ";", ":", "!", "?", ")", "]", "“", "…", "%"} or (
            word == '"' and quotes % 2
        )
        hyphen = word == "-" and label.startswith("I-")  # MobIE cuts "Berlin-Mitte" in three
        if text and not glue and not closing and not hyphen:
            text += " "
        start = len(text)
        text += word
        spans.append((start, len(text), label))
        glue = hyphen or word in {"(", "[", "„", "»", "@", "#"} or (word == '"' and not quotes % 2)
        quotes += word == '"'
    return text, spans


def _from_bio(corpus: str, words: list[tuple[str, str]], mapping: dict[str, str]) -> Sentence:
    text, tokens = _join(words)
    spans: list[tuple[int, int, str]] = []
    for start, end, label in tokens:
        if label in {"O", ""}:
            continue
        prefix, _, kind = label.partition("-")
        if prefix == "I" and spans and spans[-1][2] == kind and start - spans[-1][1] <= 1:
            spans[-1] = (spans[-1][0], end, kind)
        else:
            spans.append((start, end, kind))
    return Sentence(corpus, text, _gold(corpus, text, spans, mapping))


def _gold(
    corpus: str, text: str, spans: list[tuple[int, int, str]], mapping: dict[str, str]
) -> tuple[GoldSpan, ...]:
    gold: list[GoldSpan] = []
    for start, end, kind in sorted(spans):
        surface, base = text[start:end], kind.removesuffix("deriv").removesuffix("part")
        label = mapping.get(base, "")
        if not label or surface in _CURRENCY or (kind.endswith("deriv") and surface[0].islower()):
            continue
        if corpus in {"smartdata", "mobie"} and _NOMINAL.fullmatch(surface):
            continue
        counted = label in _COUNTED and base == kind and any(character.isalpha() for character in surface)
        if gold and start < gold[-1].end:
            continue
        gold.append(GoldSpan(start, end, label, counted))
    return tuple(gold)


def _columns(
    path: Path, corpus: str, mapping: dict[str, str], word: int, label: int, separator: str
) -> Iterator[Sentence]:
    words: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        cells = line.split(separator) if separator != " " else line.split()
        if len(cells) <= max(word, label) or line.startswith(("#\t", "-DOCSTART-")):
            if words:
                yield _from_bio(corpus, words, mapping)
            words = []
            continue
        words.append((cells[word], cells[label].strip()))


def _smartdata(path: Path) -> Iterator[Sentence]:
    decoder, position = json.JSONDecoder(), 0
    content = gzip.decompress(path.read_bytes()).decode("utf-8")
    while True:
        while position < len(content) and content[position] in " \r\n\t,[]":
            position += 1
        if position >= len(content):
            return
        document, position = decoder.raw_decode(content, position)
        text = document["text"]["string"] if isinstance(document["text"], dict) else document["text"]
        mentions = document["conceptMentions"]
        mentions = mentions["array"] if isinstance(mentions, dict) else mentions or []
        gold = [(m["span"]["start"], m["span"]["end"], m["type"]) for m in mentions]
        yield from _cut(text, gold)


def _cut(text: str, gold: list[tuple[int, int, str]]) -> Iterator[Sentence]:
    for group in sentences(text, tokenise(text)):
        start, end = group[0].start, group[-1].end
        inside = [(a - start, b - start, kind) for a, b, kind in gold if a >= start and b <= end]
        if len(group) > 2:
            yield Sentence("smartdata", text[start:end], _gold("smartdata", text[start:end], inside, _DFKI))


def read_corpora(folder: Path) -> list[Sentence]:
    """All distinct sentences of the four corpora below ``folder``.

    Raises ``FileNotFoundError`` with the missing path where a corpus is absent.
    """
    root = folder / "ner_training" if (folder / "ner_training").is_dir() else folder
    found: list[Sentence] = []
    found += _columns(root / "germeval2014-part.tsv", "germeval", _GERMEVAL, 1, 2, "\t")
    for name in ("ler_dev.conll", "ler_test.conll"):
        found += _columns(root / "ler" / name, "ler", _LER, 0, 1, " ")
    for name in ("train.conll2003", "dev.conll2003", "test.conll2003"):
        found += _columns(root / "mobie" / name, "mobie", _DFKI, 0, 3, "\t")
    for path in sorted((root / "smartdata").glob("*.json.gz")):
        found += _smartdata(path)
    distinct: dict[str, Sentence] = {}
    for sentence in found:
        distinct.setdefault(re.sub(r"\W+", " ", sentence.text.lower()).strip(), sentence)
    return list(distinct.values())
