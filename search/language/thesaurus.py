"""Synonyms, abbreviations and entry terms: what else a word of the query may mean.

The bundled lists, the editors' glossary and the vocabularies of the apps become one immutable
:class:`Thesaurus`. Everything is compared by stems, so every inflection of a listed word is understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from search.language.abbreviations import is_perfect
from search.language.analysis import Forms, analyse
from search.language.forms import fold
from search.language.lexicon import lexicon
from search.language.wordlists import lines

SYNONYM = "synonym"
ABBREVIATION = "abbreviation"
TRANSLATION = "translation"
#: A glossary entry that says what a word does not stand for.
BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Relation:
    """What stands for something else: ``terms`` are all forms of ``text``, which may stand for ``head``."""

    kind: str
    text: str
    terms: tuple[Forms, ...]
    head: str = ""
    #: It leads from ``head`` to ``text`` and not back ("Mehrheit > Fraktion"): a way to look, no word for it.
    is_hint: bool = False

    @property
    def short(self) -> str:
        """Of an abbreviation and its long form the abbreviation."""
        return min(self.head, self.text, key=len)

    @property
    def long(self) -> str:
        """Of an abbreviation and its long form the long form."""
        return self.text if self.short == self.head else self.head


@dataclass(frozen=True, slots=True)
class AreaTerm:
    """An entry term of a vocabulary that leads to a facet value."""

    text: str
    facet: str
    value: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A place of the query (first word, number of words) and what it stands for."""

    start: int
    length: int
    relation: Relation | None = None
    area: AreaTerm | None = None
    #: Of a compound the part that it is a relation of.
    part: str = ""


@dataclass(frozen=True, slots=True)
class GlossaryLine:
    """A term with everything it stands for, as somebody wrote it down."""

    term: str
    stands_for: tuple[str, ...]
    kind: str


#: Two expressions by their stems, in either order.
_Couple = frozenset[tuple[str, ...]]
#: Stems of a headword -> relations.
_Heads = dict[tuple[str, ...], list[Relation]]
#: No term, with a question around it, has more letters.
_LONGEST_TERM = 200
#: Words that ask for the meaning of the one beside them.
_ASKING = "bedeutet bedeuten Bedeutung heißt Abkürzung Begriff Definition meint meinen"


@dataclass(frozen=True)
class Thesaurus:
    """Lookup by stems. ``areas`` maps the content stems of an entry term to its areas."""

    heads: _Heads = field(default_factory=dict)
    areas: dict[frozenset[str], list[AreaTerm]] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], list[AreaTerm]] = field(default_factory=dict)
    longest: int = 1
    #: Short forms, folded, whose meaning the editors have settled: none from elsewhere is added.
    settled: frozenset[str] = frozenset()
    blocked: frozenset[_Couple] = frozenset()
    #: Content stems of a term -> what it stands for: the glossary, and abbreviations of whose meaning each
    #: letter speaks.
    lines: dict[tuple[str, ...], GlossaryLine] = field(default_factory=dict)

    def line_of(self, text: str) -> GlossaryLine | None:
        """What the whole text stands for, where it is a term; "Was bedeutet …" is not part of it."""
        if len(text) > _LONGEST_TERM:
            return None
        stems = _content(text)
        return self.lines.get(stems) or self.lines.get(tuple(s for s in stems if s not in _asking()))

    def accepts(self, short: str, long: str) -> bool:
        """Whether the editors leave room for an abbreviation that a text explains."""
        return fold(short) not in self.settled and _couple(short, long) not in self.blocked

    def relations(self, words: Sequence[Forms], *, english: bool = False) -> list[Match]:
        """Synonyms and abbreviations of words and word sequences of a query; translations in an English
        one.
        """
        stems = [word.stem for word in words]
        found = []
        for start in range(len(stems)):
            for length in range(1, min(self.longest, len(stems) - start) + 1):
                for relation in self.heads.get(tuple(stems[start : start + length]), ()):
                    if english == (relation.kind == TRANSLATION):
                        found.append(Match(start, length, relation=relation))
        return found

    def relations_of_parts(self, word: Forms, start: int) -> tuple[Match, ...]:
        """Synonyms of the parts of a compound at ``start`` of a query."""
        found = ((part, relation) for part in word.parts for relation in self.heads.get((part,), ()))
        return tuple(
            Match(start, 1, relation=relation, part=part)
            for part, relation in found
            if relation.kind == SYNONYM
        )

    def entry_terms(self, words: Sequence[Forms]) -> list[Match]:
        """Areas whose entry terms occur in a query: as a sequence, or all content words in any order."""
        stems = [word.stem for word in words]
        found: dict[tuple[str, str], Match] = {}
        for start in range(len(stems)):
            for length in range(1, min(self.longest, len(stems) - start) + 1):
                for area in self.phrases.get(tuple(stems[start : start + length]), ()):
                    found.setdefault((area.facet, area.value), Match(start, length, area=area))
        present = {word.stem: index for index, word in enumerate(words) if not word.stop}
        for content, areas in self.areas.items():
            if content <= present.keys():
                for area in areas:
                    found.setdefault(
                        (area.facet, area.value), Match(min(present[s] for s in content), 1, area=area)
                    )
        return list(found.values())


class _ThesaurusBuilder:
    """Collects entries; :meth:`build` freezes them."""

    def __init__(self) -> None:
        self.heads: _Heads = {}
        self.areas: dict[frozenset[str], list[AreaTerm]] = {}
        self.phrases: dict[tuple[str, ...], list[AreaTerm]] = {}
        self.settled: set[str] = set()
        self.blocked: set[_Couple] = set()
        self.lines: dict[tuple[str, ...], GlossaryLine] = {}

    def note(self, term: str, stands_for: Sequence[str], kind: str) -> None:
        """Keep what a term stands for, instead of what was known of it; of an abbreviation and its long form
        the abbreviation is the term, whichever was written first.
        """
        meanings: dict[str, list[str]] = {}
        for text in stands_for:
            turned = kind == ABBREVIATION and len(text) < len(term)
            meanings.setdefault(text if turned else term, []).append(term if turned else text)
        for head, texts in meanings.items():
            if stems := _content(head):
                self.lines[stems] = GlossaryLine(head, tuple(texts), kind)

    def settle(self, term: str, equivalents: Sequence[str], kind: str) -> None:
        """An entry of the glossary decides what its short forms mean, or what they do not mean."""
        if kind == BLOCKED:
            self.blocked.update(_couple(term, text) for text in equivalents)
        else:
            self.settled.add(fold(term))
            self.note(term, equivalents, kind)
        if kind == ABBREVIATION:
            self.settled.update(fold(min(term, text, key=len)) for text in equivalents)

    def relate(self, head: str, kind: str, text: str, *, is_hint: bool = False) -> None:
        """``head`` may stand for ``text``."""
        key = _stems(head)
        words = analyse(text)
        terms = tuple(word.forms for word in words if not word.forms.stop)
        # Of "keine Leute" only "Leute" is looked for, which says something else.
        is_hint = is_hint or len(terms) == 1 < len(words)
        known = self.heads.setdefault(key, [])
        if key and terms and all((r.text, r.kind) != (text, kind) for r in known):
            known.append(Relation(kind, text, terms, head, is_hint))

    def group(self, words: Sequence[str], kind: str = SYNONYM) -> None:
        """Every word may stand for every other."""
        for head in words:
            for text in words:
                if text != head:
                    self.relate(head, kind, text)

    def enter(self, term: AreaTerm) -> None:
        """Register an entry term; one made of a single content word needs its function words beside it,
        "kein" excepted.
        """
        analysed = [word.forms for word in analyse(term.text)]
        if not analysed:
            return
        self.phrases.setdefault(tuple(w.stem for w in analysed), []).append(term)
        content = frozenset(w.stem for w in analysed if not w.stop)
        fillers = [w for w in analysed if w.stop and w.exact not in _NEGATIONS]
        if content and (len(content) > 1 or not fillers):
            self.areas.setdefault(content, []).append(term)

    def build(self) -> Thesaurus:
        """The finished thesaurus."""
        heads = self.heads
        if self.blocked:
            heads = {
                key: [r for r in found if _couple(r.head, r.text) not in self.blocked]
                for key, found in heads.items()
            }
        lines = {key: left for key, line in self.lines.items() if (left := self._allowed(line)) is not None}
        sizes = [len(key) for key in heads] + [len(key) for key in self.phrases]
        return Thesaurus(
            heads,
            self.areas,
            self.phrases,
            min(max(sizes, default=1), 8),
            frozenset(self.settled),
            frozenset(self.blocked),
            lines,
        )

    def _allowed(self, line: GlossaryLine) -> GlossaryLine | None:
        """The line without what the editors said it does not stand for."""
        left = tuple(text for text in line.stands_for if _couple(line.term, text) not in self.blocked)
        return replace(line, stands_for=left) if left else None


def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.forms.stem for word in analyse(text))


@cache
def _asking() -> frozenset[str]:
    return frozenset(_content(_ASKING))


def _content(text: str) -> tuple[str, ...]:
    return tuple(word.forms.stem for word in analyse(text) if not word.forms.stop)


def _couple(left: str, right: str) -> _Couple:
    return frozenset((_stems(left), _stems(right)))


_NEGATIONS = frozenset({"kein", "keine", "ohne", "nicht"})


def _split(text: str, separator: str) -> list[str]:
    return [piece.strip() for piece in text.split(separator) if piece.strip()]


def _bundled(builder: _ThesaurusBuilder) -> None:
    for line in lines("abbreviations.txt"):
        short, _colon, long = line.partition(":")
        spelt_out = [text for text in _split(long, ";") if is_perfect(short, text)]
        if spelt_out:
            builder.note(short, spelt_out, ABBREVIATION)
        for text in _split(long, ";"):
            builder.relate(short, ABBREVIATION, text)
            builder.relate(text, ABBREVIATION, short)
    for line in lines("english.txt"):
        head, _arrow, rest = line.partition(">")
        for text in _split(rest, ","):
            builder.relate(head.strip(), TRANSLATION, text)
    for line in lines("synonyms.txt"):
        head, arrow, rest = line.partition(">")
        if arrow:
            for text in _split(rest, ","):
                builder.relate(head.strip(), SYNONYM, text, is_hint=True)
        else:
            builder.group(_split(line, ","))


@cache
def english_only() -> frozenset[str]:
    """Words of the English list that no German text would hold."""
    heads = {fold(word) for line in lines("english.txt") for word in line.partition(">")[0].split()}
    german = lexicon()
    return frozenset(
        word
        for word in heads
        if word not in german.parts and word not in german.names and word not in german.verbs
    )


@cache
def english_expressions() -> frozenset[tuple[str, ...]]:
    """Expressions of the English list with a word that German does not have ("town council")."""
    german = lexicon().general
    heads = (line.partition(">")[0].split() for line in lines("english.txt"))
    found = (tuple(map(fold, head)) for head in heads if len(head) > 1)
    return frozenset(head for head in found if any(word not in german for word in head))


@cache
def bundled() -> Thesaurus:
    """The thesaurus of the bundled lists alone."""
    return build()


def build(
    glossary: Iterable[tuple[str, Sequence[str], str]] = (), entries: Iterable[AreaTerm] = ()
) -> Thesaurus:
    """Bundled lists, glossary entries (term, equivalents, kind) and entry terms together."""
    builder = _ThesaurusBuilder()
    _bundled(builder)
    for term, equivalents, kind in glossary:
        builder.settle(term, equivalents, kind)
        if kind == BLOCKED:
            continue
        if kind == ABBREVIATION:
            for text in equivalents:
                builder.relate(term, kind, text)
                builder.relate(text, kind, term)
        else:
            builder.group([term, *equivalents], kind)
    for entry in entries:
        builder.enter(entry)
    return builder.build()


def of_pairs(pairs: Iterable[tuple[str, str]]) -> Thesaurus:
    """Pairs of abbreviation and long form alone, as the texts of an index explain them."""
    builder = _ThesaurusBuilder()
    for short, long in pairs:
        builder.note(short, [long], ABBREVIATION)
        builder.relate(short, ABBREVIATION, long)
        builder.relate(long, ABBREVIATION, short)
    return builder.build()
