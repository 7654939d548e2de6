"""Whom and what a raw case speaks of: the findings trimmed, split and joined, so that one person, club or
office is one group whatever it is called and whatever the detector took it for. Reads only.

Two names are joined where one is an inflection of the other; a last name, an acronym or an office alone only
where exactly one longer name fits. In doubt there are two groups, which a person can join.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cases.intake.suggestions import Sort, role_before, role_of, role_of_person, sort_of, without_role
from knowledge.anonymity.detector import NAME_KINDS, CoverName, Finding, Kind, Placeholder

__all__ = ["Entity", "as_found", "bare", "entities", "is_same"]

_TITLES = re.compile(
    r"^(?:(?:Frau|Herrn?|Dr\.|Prof\.|Stadt|Gemeinde|Markt|Familie|Firma|die|der|das|den|dem|unsere?[mnrs]?"
    r"|meine?[mnrs]?)\s+)+",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r"(?:\s(?:e\.\s?V\.?|eV|GmbH|gGmbH|mbH|AG|KG|OHG|UG|eG|&\sCo\.?|1[5-9]\d\d|20\d\d))+$"
)
_LEGAL_FORM_BEHIND = re.compile(r"\s(?:e\.\s?V\.?|eV|GmbH|gGmbH|mbH|AG|KG|OHG|UG|eG)(?!\w)")
_RANK = re.compile(r"\b(?:[Ee]rste|[Zz]weite|[Dd]ritte)[rnms]?\s$")
"""In front of an office: the first mayor is the mayor, the second a deputy."""
_INFLECTION = ("s", "er", "ern", "erin", "ers", "es", "n", "en")
_AROUND = 60
_LONGEST_QUOTATION = 900


@dataclass(slots=True)
class Entity:
    """One thing with all its mentions."""

    sort: Sort
    members: list[Finding]
    forms: set[str] = field(default_factory=set)
    role: CoverName | None = None

    @property
    def kind(self) -> Kind:
        """What the page calls it: the kind of its sort, else what the detector said."""
        kinds = {Sort.PERSON: Kind.PERSON, Sort.PLACE: Kind.PLACE, Sort.ORGANISATION: Kind.ORGANISATION}
        return kinds.get(self.sort, max(self.members, key=lambda member: member.certainty).kind)

    @property
    def spellings(self) -> list[str]:
        """Every form in the text once."""
        return list(dict.fromkeys(member.text for member in self.members))

    def take(self, other: Entity) -> None:
        """Its mentions and names become those of this one."""
        self.members = sorted([*self.members, *other.members], key=lambda member: member.start)
        self.forms |= other.forms
        self.role = self.role or other.role


def entities(document: str, findings: Sequence[Finding]) -> list[Entity]:
    """The groups in the order of the text. Mentions of different groups may lie inside each other: a
    quotation holds the names in it.
    """
    whole = _with_roles(document, [part for item in findings for part in _parts(document, item)])
    groups: list[Entity] = []
    for finding in whole:
        _place(document, finding, groups)
    groups = _attached(groups, _is_short_for)
    groups = _attached(groups, _is_office_of)
    return sorted(groups, key=lambda group: min(member.start for member in group.members))


def bare(words: str) -> str:
    """A name without role, title and legal form, in small letters: what is compared."""
    name = re.sub(r"\s+", " ", _TITLES.sub("", without_role(words))).strip(" .,")
    return (_LEGAL_FORM.sub("", name) or name).strip(" .,").casefold()


def as_found(forms: Iterable[str]) -> list[str]:
    """Forms as they stand there, and without the title or role that the detector did not take for part."""
    return list(dict.fromkeys(word for form in forms for word in (form, bare(form)) if word))


# --------------------------------------------------------------------------- spans

_LEADING = re.compile(
    r"^(?:Gemeinde|Stadt|Ort|Kommune|Markt|Dorf)\s(?:im|in|bei|am)\s(?=(?:Land)?[Kk]reis\s|[A-ZÄÖÜ])"
)
_TWO = re.compile(r"([A-ZÄÖÜ][\w-]+)\s(?:und|sowie|oder)\s([A-ZÄÖÜ][\w-]+)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DANGLING = re.compile(r"\s(?:und|oder|sowie)$")
_OPENING, _CLOSING = '„»«"', {"„": '“”"', "»": "«", "«": "»", '"': '"'}


def _parts(document: str, finding: Finding) -> Iterator[Finding]:
    """A finding with the span that can be replaced without saying something else: a quotation whole, two
    places apart, no common words before a name.
    """
    if finding.suggestion == Placeholder.PARAPHRASE:
        yield _whole_quotation(document, finding)
        return
    if address := next(
        (
            match
            for match in _ADDRESS.finditer(document)
            if match.start() < finding.end and finding.start < match.end()
        ),
        None,
    ):
        yield replace(
            finding,
            start=address.start(),
            end=address.end(),
            text=address.group(),
            kind=Kind.CONTACT,
            suggestion=str(Placeholder.MAIL),
        )
        return
    if rest := _DANGLING.search(finding.text):
        finding = replace(finding, end=finding.end - len(rest.group()), text=finding.text[: rest.start()])
    if finding.kind == Kind.PLACE:
        start = finding.start
        if match := _LEADING.match(finding.text):
            start += match.end()
        text = document[start : finding.end]
        if match := _TWO.fullmatch(text):
            for number in (1, 2):
                first, last = (start + offset for offset in match.span(number))
                yield replace(finding, start=first, end=last, text=document[first:last])
            return
        finding = replace(finding, start=start, text=text)
    yield finding


def _whole_quotation(document: str, finding: Finding) -> Finding:
    start = next((at for at in range(finding.start, finding.end) if document[at] in _OPENING), None)
    if start is None:
        return finding
    closing = _CLOSING[document[start]]
    end = next(
        (
            at
            for at in range(start + 1, min(len(document), start + _LONGEST_QUOTATION))
            if document[at] in closing
        ),
        None,
    )
    if end is None:
        return finding
    return replace(finding, start=start, end=end + 1, text=document[start : end + 1])


def _with_roles(document: str, findings: Iterable[Finding]) -> list[Finding]:
    """Names together with the role, title and apposition they stand in: "Kämmerer Berger" becomes
    "[Kämmerei]" as a whole, "Der Kämmerer, Egon Berger, sagt" without its commas.
    """
    found: list[Finding] = []
    for finding in findings:
        if finding.suggestion == Placeholder.PARAPHRASE:
            found.append(finding)
            continue
        start, end = finding.start, finding.end
        if finding.kind in {Kind.PERSON, Kind.ORGANISATION} and "@" not in finding.text:
            length = role_before(
                document[max(0, start - _AROUND) : start], is_person=finding.kind == Kind.PERSON
            )
            start -= length
            role, comma, _rest = document[start : finding.start].partition(",")
            if comma and role and document[end : end + 1] == ",":
                end += 1
            if length and finding.kind == Kind.ORGANISATION:
                finding = replace(finding, kind=Kind.PERSON)
        if finding.kind == Kind.OFFICE and (rank := _RANK.search(document[:start])):
            start = rank.start()
        if finding.kind == Kind.PLACE and found and _is_part_of_name(document, found[-1], finding):
            behind = _LEGAL_FORM_BEHIND.match(document, end)
            end = behind.end() if behind else end
            found[-1] = replace(found[-1], end=end, text=document[found[-1].start : end])
            continue
        while found and found[-1].end > start and found[-1].suggestion != Placeholder.PARAPHRASE:
            start = min(start, found.pop().start)
        found.append(replace(finding, start=start, end=end, text=document[start:end]))
    return found


def _is_part_of_name(document: str, organisation: Finding, place: Finding) -> bool:
    """Whether a place ends the name of a club or company: "Schützenverein Hubertus Musterhausen"."""
    return (
        organisation.kind == Kind.ORGANISATION
        and organisation.suggestion != Placeholder.PARAPHRASE
        and document[organisation.end : place.start] == " "
    )


# --------------------------------------------------------------------------- joining


def _place(document: str, finding: Finding, groups: list[Entity]) -> None:
    before = document[max(0, finding.start - _AROUND) : finding.start]
    after = document[finding.end : finding.end + _AROUND]
    sort = sort_of(finding, before, after)
    form = bare(finding.text) or finding.text.casefold()
    role = None
    if sort == Sort.PERSON:
        role = role_of_person(finding.text, after)
    elif sort == Sort.OFFICE and not re.match(r"\s(?:von|aus|der Stadt|der Gemeinde)\s[A-ZÄÖÜ]", after):
        role = role_of(finding.text)
        form = str(role or form)
    for group in groups:
        if _is_like(group, sort, finding) and any(is_same(sort, one, form) for one in group.forms):
            group.forms.add(form)
            group.members.append(finding)
            group.role = group.role or role
            # A cue in the words beats what the model took the name for.
            if group.sort == Sort.OTHER_NAME:
                group.sort = sort
            return
    groups.append(Entity(sort, [finding], {form}, role))


def _is_like(group: Entity, sort: Sort, finding: Finding) -> bool:
    """Whether the kinds allow it: the same, or two kinds of names of which a guess is one."""
    if group.sort == sort:
        return True
    names = {Sort.PERSON, Sort.PLACE, Sort.ORGANISATION, Sort.OTHER_NAME}
    if not {group.sort, sort} <= names or finding.kind not in NAME_KINDS:
        return False
    return bool({"model", "repeated"} & {finding.layer, group.members[0].layer})


def _stem(word: str) -> str:
    """A place name without the ending of its inhabitants or its genitive."""
    return re.sub(r"(?:en|ern?|ers|ens|s)$", "", word)


def is_same(sort: Sort, one: str, other: str) -> bool:
    """Whether two bare forms are one name, inflected."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if sort not in {Sort.PERSON, Sort.PLACE, Sort.ORGANISATION, Sort.OTHER_NAME} or len(short) < 4:
        return False
    if any(long == short + ending for ending in _INFLECTION):
        return True
    return sort == Sort.PLACE and len(_stem(short)) > 3 and _stem(long) == _stem(short)


def _attached(groups: Sequence[Entity], belongs: Callable[[Entity, Entity], bool]) -> list[Entity]:
    """Groups that ``belongs`` says are part of exactly one other are taken into it."""
    left: list[Entity] = []
    homes = {
        index: [home for home in groups if home is not group and belongs(group, home)]
        for index, group in enumerate(groups)
    }
    for index, group in enumerate(groups):
        if len(homes[index]) != 1:
            left.append(group)
            continue
        homes[index][0].take(group)
    return left


def _is_short_for(group: Entity, home: Entity) -> bool:
    """A last name for a full name, an acronym or the first words of a name for the whole of it."""
    names = {Sort.PERSON, Sort.ORGANISATION, Sort.OTHER_NAME}
    if not {group.sort, home.sort} <= names:
        return False
    if Sort.PERSON in {group.sort, home.sort} and Sort.ORGANISATION in {group.sort, home.sort}:
        return False
    if home.sort == Sort.PERSON:
        last = {form.split(" ")[-1] for form in home.forms if " " in form and " von " not in form}
        return all(" " not in form for form in group.forms) and any(
            is_same(Sort.PERSON, form, name) for form in group.forms for name in last
        )
    return all(
        any(long.startswith(form + " ") for long in home.forms) and len(form) > 1 for form in group.forms
    )


def _is_office_of(group: Entity, home: Entity) -> bool:
    """ "Der Kämmerer" for the person who was introduced as the treasurer."""
    return (
        group.sort == Sort.OFFICE
        and group.role is not None
        and home.sort == Sort.PERSON
        and home.role == group.role
    )
