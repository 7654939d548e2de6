"""The guard of public texts: the detector of the cases for lessons, cycles, method cards, publications and
plain pages.

What is certain is refused; only a second person may let it stand (the authors of a source whoever wrote the
card), and a telephone number or a postal address only where the page is there to name its makers. What the
detector doubts needs a decision with a reason. Decisions are marks and codes, never words, and hold for
exactly these words in this field of this record. Cases have a gate of their own, which asks for more
(``cases/gate/clearance.py``).
"""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from knowledge.anonymity.detector import (
    CERTAIN,
    DETECTOR_VERSION,
    DetectorUnavailable,
    Finding,
    Kind,
    find_all,
)
from knowledge.anonymity.retention import subject_of, trail
from knowledge.classification import FieldClass, field_class
from knowledge.guard.beside import found_beside
from knowledge.guard.marks import finding_mark
from knowledge.guard.public_texts import kind_way, texts_of
from knowledge.guard.sealing import SealError
from search.models import GlossaryEntry

__all__ = [
    "GuardUnavailable",
    "OpenFinding",
    "PublicTextRefused",
    "check",
    "connect",
    "decide",
    "findings_beside",
    "findings_in_row",
    "forget_decisions",
    "is_asked",
    "let_stand",
    "naming",
    "note_invented",
    "open_findings",
    "refuse",
    "refuse_schedule",
    "subject_key",
    "touches_text",
]

logger = logging.getLogger("knowledge.guard.rules")

_REACH = frozenset({Kind.CONTACT, Kind.ADDRESS, Kind.NUMBER})
"""Kinds by which somebody can be reached or looked up: never a slip of the detector at this certainty."""

_NAMING = frozenset({Kind.PERSON, Kind.PLACE, Kind.URL}) | _REACH

_KEPT = 4096


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A passage that keeps a text from becoming public."""

    field: str
    label: str
    words: str
    kind: str
    certainty: float
    is_harmful: bool = True
    """Whether it names or singles out somebody, however sure the detector is."""
    can_stay: bool = True
    """Whether a person may decide that it stays."""

    @property
    def mark(self) -> str:
        """Recognises it again."""
        return finding_mark(self.field, self.words)

    @property
    def is_certain(self) -> bool:
        """Whether the detector is sure."""
        return self.certainty >= CERTAIN

    @property
    def sentence(self) -> str:
        """Field, passage and what to do, for the person who wrote it."""
        if not self.can_stay:
            return f"{self.label}: „{self.words}“ ({kind_way(self.kind)})"
        way = (
            _("bitte ersetzen; stehen lassen kann es nur eine zweite Person mit Grund")
            if self.is_certain
            else _("bitte ersetzen oder den Grund angeben")
        )
        return f"{self.label}: „{self.words}“ ({way})"


class PublicTextRefused(ValidationError):
    """A text names somebody or may do so; ``findings`` say where. What was saved as a draft stays."""

    def __init__(self, found: Iterable[OpenFinding]) -> None:
        self.findings = tuple(found)
        head = _("Noch nicht veröffentlicht: Der Text nennt jemanden oder könnte es tun.")
        super().__init__([head, *dict.fromkeys(item.sentence for item in self.findings)])


class GuardUnavailable(ValidationError):
    """Nobody can say whether a text names somebody: it does not become public, and what was typed stays."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Die Anonymitätsprüfung antwortet gerade nicht, und ohne sie wird nichts angenommen oder"
                " veröffentlicht. Bitte versuchen Sie es in einer Minute noch einmal; hilft das nicht,"
                " benachrichtigen Sie die Betreuung der Bibliothek."
            )
        )


_Spans = tuple[tuple[int, int, str, float, bool], ...]

_seen: OrderedDict[str, _Spans] = OrderedDict()


def _spans(texts: Iterable[tuple[str, str]]) -> list[_Spans]:
    """Where the detector sees something likely in each (field, text), remembered per process by a hash of the
    text: a publish looks twice.

    In English columns ("name_en") the learned model, which takes every capital for a name, is not asked;
    patterns, register and titles are. Raises :class:`GuardUnavailable`.
    """
    asked = [(text, field.endswith("_en")) for field, text in texts]
    keys = [
        hashlib.sha256(
            f"{DETECTOR_VERSION}\0{is_english}\0{text}".encode("utf-8", "surrogatepass")
        ).hexdigest()
        for text, is_english in asked
    ]
    known = {key: _seen[key] for key in keys if key in _seen}
    new = {key: entry for key, entry in zip(keys, asked, strict=True) if key not in known}
    try:
        found = find_all([text for text, _is_english in new.values()])
    except DetectorUnavailable as error:
        logger.error("no text can be guarded: %s", error)
        raise GuardUnavailable from error
    for (key, (_text, is_english)), findings in zip(new.items(), found, strict=True):
        known[key] = _seen[key] = tuple(
            (item.start, item.end, str(item.kind), item.certainty, _is_harmful(item))
            for item in findings
            if _is_held(item, is_english=is_english)
        )
    while len(_seen) > _KEPT:
        _seen.popitem(last=False)
    return [known[key] for key in keys]


def is_asked(field: str, finding: Finding) -> bool:
    """Whether this layer of the detector is believed in this column: the learned model takes every capital
    for a name, so in English columns ("title_en") it is not.
    """
    return not (field.endswith("_en") and finding.is_learned)


def _is_held(finding: Finding, *, is_english: bool) -> bool:
    """Whether a public text stays back for it. What the model alone suspects must be likely: cards and
    lessons are full of rare nouns.
    """
    if finding.is_learned:
        return finding.is_likely and not is_english
    return finding.holds


def _is_harmful(finding: Finding) -> bool:
    """Whether it does harm; the model, which doubts rare words that stand alone, must be certain of it."""
    return finding.is_harmful and (finding.is_certain or not finding.is_learned)


def subject_key(record: Any) -> str:
    """How decisions and the trail call a record."""
    return subject_of(record).key if isinstance(record, Page) else f"{record._meta.model_name}:{record.pk}"


_STATES = frozenset({"live", "access_level", "access_cycle", "alias_of"})
"""Columns without words that decide who reads the words."""


def touches_text(model: type[Any], update_fields: Iterable[str] | None) -> bool:
    """Whether saving these columns can change what readers see; the columns of a draft cannot."""
    return update_fields is None or any(
        name in _STATES or field_class(model, name) is not FieldClass.INTERNAL for name in update_fields
    )


def _found(record: Any) -> list[OpenFinding]:
    rows: dict[str, OpenFinding] = {}
    texts = texts_of(record)
    spans = _spans((field, text) for field, _label, text in texts)
    try:
        for (field, label, text), found in zip(texts, spans, strict=True):
            for start, end, kind, certainty, harmful in found:
                item = OpenFinding(field, label, text[start:end], kind, certainty, harmful)
                rows.setdefault(item.mark, item)
    except SealError as error:  # what was decided cannot be recognised
        logger.error("no text can be guarded: %s", error)
        raise GuardUnavailable from error
    return sorted(rows.values(), key=lambda item: not item.is_certain)


def open_findings(record: Any) -> list[OpenFinding]:
    """What nobody has decided in the present text, the certain first. Raises :class:`GuardUnavailable`."""
    return _undecided([*found_beside(record), *_found(record)], subject_key(record))


def _undecided(found: list[OpenFinding], subject: str) -> list[OpenFinding]:
    decided = (
        set(
            apps.get_model("knowledge", "FindingDecision")
            .objects.filter(subject=subject)
            .values_list("mark", flat=True)
        )
        if found
        else set()
    )
    return [item for item in found if item.mark not in decided]


def findings_in_row(row: Any) -> list[OpenFinding]:
    """What is open in a row of a page (a phase, a condition); decisions are those of the page."""
    parental = next(field for field in row._meta.concrete_fields if isinstance(field, ParentalKey))
    field = parental.remote_field.get_accessor_name()
    label = str(row._meta.verbose_name)
    texts = [(column, text) for column, _label, text in texts_of(row)]
    return _named_by(getattr(row, parental.name), field, label, texts)


def findings_beside(record: Any, relation: str, texts: Iterable[str]) -> list[OpenFinding]:
    """What is open in texts that stand beside a record; decisions are those of the record. Raises
    :class:`GuardUnavailable`.
    """
    label = str(record._meta.get_field(relation).related_model._meta.verbose_name_plural)
    found = _named_by(record, relation, label, [(relation, text) for text in texts])
    return sorted(found, key=lambda item: not item.is_certain)


def _named_by(record: Any, field: str, label: str, texts: list[tuple[str, str]]) -> list[OpenFinding]:
    found = [
        OpenFinding(field, label, text[start:end], kind, certainty, harmful)
        for (_column, text), spans in zip(texts, _spans(texts), strict=True)
        for start, end, kind, certainty, harmful in spans
    ]
    return _undecided(found, subject_key(record))


def naming(record: Any) -> list[OpenFinding]:
    """What names or singles out somebody in a record that has no draft (a cycle, a question, a term), however
    sure the detector is: nobody decides here that it stays.

    Its makers may name their institutions, and say where they are reached in the columns made for that: a
    number or an address there, not a person.
    """
    makers = getattr(record, "names_makers_in", ())
    reached = getattr(record, "reached_in", ())
    return [
        replace(item, can_stay=False)
        for item in _found(record)
        if (item.is_harmful or (item.is_certain and item.kind in _NAMING))
        and not (item.field in reached and item.kind in _REACH | {Kind.URL})
        and not (item.field in makers and item.kind in {Kind.PLACE, Kind.ORGANISATION})
    ]


def check(record: Any) -> None:
    """Raises :class:`PublicTextRefused` while something is open, or ``GuardUnavailable``."""
    refuse(record, open_findings(record))


def refuse(record: Any, found: list[OpenFinding]) -> None:
    """Raises :class:`PublicTextRefused` where something was found; the log has fields and kinds, never
    words.
    """
    if found:
        logger.warning(
            "%s refused: %s",
            subject_key(record),
            ", ".join(sorted({f"{item.field} ({item.kind})" for item in found})),
        )
        raise PublicTextRefused(found)


def in_address(words: Iterable[str]) -> list[OpenFinding]:
    """What an address names, which nobody can let stand."""
    return [OpenFinding("slug", str(_("Adresse")), word, "ADDRESS", 1.0) for word in words]


def refuse_schedule(revision: Any, found: Iterable[OpenFinding]) -> None:
    """A scheduled revision that is refused loses its date and stays a draft; other pages of the run go on."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    logger.warning(
        "scheduled page %s refused: %s",
        revision.object_id,
        ", ".join(sorted({f"{item.field} ({item.kind})" for item in found})),
    )


def _authors(record: Any) -> set[int]:
    newest = record.latest_revision if isinstance(record, Page) else None
    return {
        user
        for user in (
            getattr(record, "owner_id", None),
            getattr(record, "submitted_by_id", None),
            newest and newest.user_id,
        )
        if user is not None
    }


@transaction.atomic
def decide(record: Any, *, mark: str, reason: str, user: Any) -> None:
    """Let a finding stand, with a reason.

    Raises ``ValueError`` for an unknown finding or reason, for a certain one decided by its author, and for a
    contact on a page that has none to give.
    """
    model = apps.get_model("knowledge", "FindingDecision")
    finding = next((item for item in open_findings(record) if item.mark == mark), None)
    if finding is None or reason not in model.Reason.values:
        raise ValueError(_("Diese Stelle oder dieser Grund ist nicht bekannt. Bitte die Seite neu laden."))
    if finding.is_certain and finding.kind in _REACH and not getattr(record, "names_makers", False):
        raise ValueError(
            _("Anschriften, Nummern und Kontakte bleiben hier nie stehen. Bitte im Text ersetzen.")
        )
    is_source = reason == model.Reason.AUTHOR and finding.field in getattr(record, "names_authors", ())
    if finding.is_certain and not is_source and user.pk in _authors(record):
        raise ValueError(
            _("Über sichere Funde entscheidet eine zweite Person, die den Text nicht geschrieben hat.")
        )
    _note(subject_key(record), finding, reason, user)


@transaction.atomic
def let_stand(record: Any, found: Iterable[OpenFinding], *, user: Any) -> None:
    """Somebody says that these passages tell nobody. Raises :class:`PublicTextRefused` for a certain one,
    which is always changed.
    """
    doubtful = list(found)
    refuse(record, [item for item in doubtful if item.is_certain])
    for item in doubtful:
        _note(subject_key(record), item, apps.get_model("knowledge", "FindingDecision").Reason.GENERAL, user)


def note_invented(record: Any, *, field: str, words: str, reason: str) -> None:
    """The decision that invented content brings along in its file; nothing where the detector no longer
    minds.
    """
    finding = next((item for item in _found(record) if (item.field, item.words) == (field, words)), None)
    if finding is not None:
        _note(subject_key(record), finding, reason, None)


@transaction.atomic
def _note(subject: str, finding: OpenFinding, reason: str, user: Any) -> None:
    """Write a decision down, once."""
    _row, created = apps.get_model("knowledge", "FindingDecision").objects.update_or_create(
        subject=subject,
        mark=finding.mark,
        defaults={
            "kind": finding.kind,
            "certainty": finding.certainty,
            "detector": DETECTOR_VERSION,
            "reason": reason,
            "decided_by": user,
        },
    )
    if created:
        trail.note(
            subject=subject,
            action="fund",
            details={"kind": finding.kind, "decision": "bleibt", "reason": reason},
            user=user,
        )


def forget_decisions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The decisions of a page go with it."""
    if isinstance(instance, Page):
        apps.get_model("knowledge", "FindingDecision").objects.filter(subject=subject_key(instance)).delete()


def guard_entry(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """What readers are told of an entry of the glossary names nobody, whoever saves it."""
    if not raw:
        refuse(instance, naming(instance))


def connect() -> None:
    """Connect the glossary, which lies below this guard, and the deletion of pages, type by type: a receiver
    of everything would make every deletion slow.
    """
    pre_save.connect(guard_entry, sender=GlossaryEntry, dispatch_uid="knowledge.guard.rules.glossary")
    for model in apps.get_models():
        if issubclass(model, Page):
            pre_delete.connect(
                forget_decisions,
                sender=model,
                dispatch_uid=f"knowledge.guard.rules.{model._meta.label_lower}",
            )
