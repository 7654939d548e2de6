"""The search of a motivated intruder: which queries a case invites, what register and library answer, what a
second person found in the web. Without a search of exactly this text that found nobody, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.gate.insiders import plain, unanswered
from cases.gate.review import objection
from cases.models import CasePage, IntruderTest, Problem
from cases.sealed import SealError, open_sealed, seal
from cases.sections import CaseText
from knowledge.anonymity.detector import Finding, Kind, find_all
from knowledge.anonymity.retention import subject_of, trail
from knowledge.enums import FederalState
from search import service
from search.contract import SearchRequest
from search.readers import Viewer

__all__ = [
    "LEAST_MINUTES",
    "LEAST_QUERIES",
    "IntruderRecord",
    "Tried",
    "intruder_problems",
    "intruder_queries",
    "intruder_record",
    "note_intruder_test",
    "record_intruder_test",
    "try_query",
]

LEAST_QUERIES = 3
"""So many queries with an answer make a search."""

LEAST_MINUTES = 20
"""So long somebody searches who wants to find whom it was. Who found somebody may stop earlier."""

_NOUNS_OF_QUERY = 4
_LONGEST_QUOTE = 12
_SOURCES: tuple[tuple[str, ...], ...] = (
    ("title", "key_question"),
    ("initial_situation",),
    ("ideas", "steps"),
    ("effects_text", "takeaway", "history"),
)
"""Fields whose rarest nouns make a query each: question, situation, what was done, what came of it."""

_NOUN = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{5,}(?:-[A-ZÄÖÜ]?\w+)*\b")
_QUOTE = re.compile(r"[„»]([^“”«„»]{20,300})[“”«]")


@dataclass(frozen=True, slots=True)
class Tried:
    """What the register and the library answer to a query, in a sentence each."""

    query: str
    register: str
    library: str
    names_somebody: bool = False
    """Whether one of them leads to a place."""

    @property
    def words(self) -> str:
        """Both answers as one text."""
        return _("Register: %(register)s. Bibliothek: %(library)s.") % {
            "register": self.register,
            "library": self.library,
        }


@dataclass(frozen=True, slots=True)
class IntruderRecord:
    """What stands sealed in a search: (query, what was found), a remark, and the answers about insiders by
    the key of their question.
    """

    rows: tuple[tuple[str, str], ...]
    note: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


# --------------------------------------------------------------------------- the queries


def intruder_queries(case: CasePage, text: CaseText) -> list[str]:
    """Queries made of what the case itself tells, without repeats: rare nouns of its parts with the Land, its
    facts, and a sentence somebody said, letter by letter.
    """
    land = (
        str(FederalState(case.federal_state).label)
        if case.federal_state in {FederalState.BY, FederalState.BW}
        else "Gemeinde"
    )
    words = {name: " ".join(said for field, said in text.written if field == name) for name in text.data}
    nouns = [_rare_nouns(" ".join(words.get(name, "") for name in names)) for names in _SOURCES]
    queries = [" ".join([*found[:_NOUNS_OF_QUERY], land]) for found in nouns if len(found) > 1]
    facts = list(dict.fromkeys(mention.word for mention in text.own_facts))[:3]
    if facts:
        queries.append(" ".join([*facts, *nouns[0][:2], land]))
    said = [match[1].strip() for _field, words_of in text.written for match in _QUOTE.finditer(words_of)]
    if said:
        queries.append(f'"{" ".join(max(said, key=len).split()[:_LONGEST_QUOTE])}"')
    return list(dict.fromkeys(queries))


def _rare_nouns(text: str) -> list[str]:
    """Nouns of a text, the longest first: the longer a German compound, the fewer write it. One of several
    that begin alike.
    """
    found: list[str] = []
    for noun in sorted(dict.fromkeys(_NOUN.findall(text)), key=lambda word: (-len(word), word)):
        if not any(noun[:6] == other[:6] for other in found):
            found.append(noun)
    return found


# --------------------------------------------------------------------------- what they find


def try_query(case: CasePage, query: str) -> Tried:
    """Ask the register of municipalities and this library, as anybody could. Raises ``DetectorUnavailable``
    and ``EngineUnavailable``.
    """
    response = service.run(SearchRequest(text=query), Viewer(), count_miss=False)
    hits = list(islice(response.hits, 10))
    shown = [" ".join([hit.title, re.sub(r"<[^>]+>", "", hit.snippet)]) for hit in hits]
    answers = find_all([query, *shown])
    named = _places(answers[0])
    places = sum(bool(_places(found)) for found in answers[1:])
    register = (
        _("nennt %(places)s") % {"places": ", ".join(named)} if named else _("keine Kommune dieses Namens")
    )
    if not hits:
        return Tried(query, register, _("nichts"), bool(named))
    own = f"case:{case.translation_key.hex}"
    others = sum(hit.key != own for hit in hits)
    if not others:
        library = _("nur dieser Fall")
    elif others < len(hits):
        library = _("dieser Fall und %(others)s andere Seiten") % {"others": others}
    else:
        library = _("%(others)s andere Seiten") % {"others": others}
    named_there = (
        _("%(count)s nennen einen Ort") % {"count": places} if places else _("keiner nennt einen Ort")
    )
    return Tried(query, register, f"{library}; {named_there}", bool(named or places))


def _places(findings: Iterable[Finding]) -> list[str]:
    """Names that the register knows; what only sounds like one leads nobody anywhere."""
    return [
        finding.text
        for finding in findings
        if finding.kind == Kind.PLACE and finding.layer == "register" and finding.is_certain
    ]


# --------------------------------------------------------------------------- the record


def intruder_record(test: IntruderTest) -> IntruderRecord:
    """What was asked and found. Raises ``SealError``."""
    value: Mapping[str, Any] = open_sealed(test.sealed_record) or {}
    rows = tuple((str(query), str(found)) for query, found in value.get("rows", ()))
    return IntruderRecord(rows, str(value.get("note", "")), plain(value.get("answers", {})))


@transaction.atomic
def record_intruder_test(
    *, case: CasePage, tester: Any, minutes: int, verdict: str, record: IntruderRecord
) -> IntruderTest:
    """Note a search for the text of ``case`` by a second person.

    Raises ``ValueError`` for fewer than :data:`LEAST_QUERIES` answered queries, for no minute or verdict, for
    nobody found in less than :data:`LEAST_MINUTES` or without answers about insiders, and for somebody with a
    hand in the text, with who may search instead.
    """
    refused = objection(case, tester)
    if refused:
        raise ValueError(refused)
    answered = _answered(record.rows)
    if len(answered) < LEAST_QUERIES:
        raise ValueError(too_few())
    if not 1 <= minutes <= 600 or verdict not in IntruderTest.Verdict.values:
        raise ValueError(_("Bitte angeben, wie viele Minuten gesucht wurde und mit welchem Urteil."))
    if verdict == IntruderTest.Verdict.NOBODY and minutes < LEAST_MINUTES:
        raise ValueError(too_short(minutes))
    if verdict == IntruderTest.Verdict.NOBODY and (missing := unanswered(case, record.answers, record.note)):
        raise ValueError(missing)
    return note_intruder_test(
        case=case,
        tester=tester,
        minutes=minutes,
        verdict=verdict,
        record=IntruderRecord(tuple(answered), record.note, record.answers),
    )


def note_intruder_test(
    *, case: CasePage, tester: Any, minutes: int, verdict: str, record: IntruderRecord
) -> IntruderTest:
    """The row and its line of the trail, without a judgement; invented content comes this way."""
    trail.note(
        subject=subject_of(case).key,
        action="pruefung",
        details={"decision": str(verdict), "reason": "suchprobe"},
        user=tester,
    )
    return IntruderTest.objects.create(
        case_id=case.pk,
        version_hash=CaseText.of(case).digest,
        tester=tester,
        minutes=minutes,
        verdict=verdict,
        sealed_record=seal(
            {"rows": _plain(record.rows), "note": record.note, "answers": plain(record.answers)}
        ),
    )


def _plain(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    return [list(row) for row in rows]


def too_few() -> str:
    """The sentence for a search with hardly a query."""
    return _("Bitte mindestens %(least)s Anfragen stellen und zu jeder aufschreiben, was herauskam.") % {
        "least": LEAST_QUERIES
    }


def too_short(minutes: int) -> str:
    """The sentence for a search that gave up too early."""
    return _(
        "Gesucht wurde %(minutes)s Minuten; „niemand zu erkennen“ gilt erst nach %(least)s. Bitte"
        " weitersuchen und die Minuten zusammenzählen."
    ) % {"minutes": minutes, "least": LEAST_MINUTES}


def _missing(case: CasePage, test: IntruderTest) -> str:
    """What a kept search lacks, as a sentence. It was whole when it was kept, unless it comes from former
    days, another library or a command; and another question may have come up since.
    """
    if test.minutes < LEAST_MINUTES:
        return too_short(test.minutes)
    try:
        record = intruder_record(test)
    except SealError as error:
        return str(error)
    if len(_answered(record.rows)) < LEAST_QUERIES:
        return too_few()
    return unanswered(case, record.answers, record.note)


def _answered(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(query, found) for query, found in rows if query.strip() and found.strip()]


def intruder_problems(case: CasePage, digest: str, *, is_demo: bool, is_new: bool = False) -> list[Problem]:
    """Why nobody's search speaks for this text, or that there is none. Invented content points to nobody.
    Half a search keeps what ``is_new`` from being read and takes nothing off.
    """
    if is_demo:
        return []
    newest = case.intruder_tests.filter(version_hash=digest).order_by("-tested_at", "-pk").first()
    if newest is not None and newest.verdict == IntruderTest.Verdict.NOBODY:
        missing = _missing(case, newest) if is_new else ""
        return [Problem("intruder", _("Suchprobe"), missing)] if missing else []
    words = (
        _(
            "Für diesen Text hat noch niemand versucht herauszufinden, wer es war. Bitte eine zweite Person"
            " die Suchprobe machen lassen."
        )
        if newest is None
        else _(
            "Die Suchprobe führt zu einer Kommune oder Person. Bitte den Text dort allgemeiner fassen und"
            " noch einmal suchen lassen."
        )
    )
    return [Problem("intruder", _("Suchprobe"), words)]
