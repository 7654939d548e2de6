"""Demo part of the cases."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from cases.admin import ensure_case_workflow
from cases.contact import place_contact
from cases.gate import (
    IntruderRecord,
    batch_date,
    decided_exceptions,
    finding_mark,
    note_intruder_test,
    open_risks,
    release_demo,
    released_together,
)
from cases.intake import load_training_case
from cases.models import (
    AnonymityReview,
    CaseActor,
    CaseChallengeArea,
    CaseFigure,
    CaseFollowUp,
    CaseHypothesis,
    CaseIdea,
    CaseIndexPage,
    CaseInnerPassage,
    CaseLegalBasis,
    CaseMeeting,
    CaseMethod,
    CasePage,
    CasePitfall,
    CasePrecondition,
    CaseRelation,
    CaseStep,
    ContactRequest,
    ParticipantBand,
    PublicationRefused,
    RawCase,
)
from cases.profile import circle_of, widened
from cases.sections import CaseText
from knowledge.anonymity.profile import Profile, assess, fact_mentions_in, mentions_in, parse_profile
from knowledge.base import AttachmentsBlock
from knowledge.content import (
    RecordError,
    find_meeting,
    inner_passages_of,
    inner_rows,
    loading,
    markdown_to_rich_text,
    page_of,
    read_english,
    read_lines,
    read_record,
    read_records,
)
from knowledge.enums import PeriodBand
from knowledge.models import ChallengeArea, ForumCycle, PolicyField, SustainableDevelopmentGoal

FOLDER = Path(__file__).parent / "demo"
CONTACTS = FOLDER / "trustee" / "contacts.yaml"
SEARCHES = FOLDER / "decisions" / "searches.yaml"
"""What ``manage.py search_as_intruder`` asked and found, by case."""
CYCLES = Path(__file__).parents[1] / "knowledge" / "demo" / "cycles"
DECISIONS = FOLDER / "decisions" / "findings.yaml"
"""What the second person of the demo let stand, by case, beside ``gate_exceptions`` of the records."""

_SAME_NAME = [
    "title",
    "kernel",
    "case_kind",
    "concern_type",
    "key_question",
    "constraints",
    "takeaway",
    "outcome",
    "effects",
    "effects_text",
    "evidence_level",
    "departments",
    "lang_simple",
    "title_en",
    "kernel_en",
    "period_band",
]


def case_values(record: dict[str, Any]) -> dict[str, Any]:
    """Fields of a case page from its record (docs/referenz/inhalte.md)."""
    profile, effort = _safe_profile(record), record.get("effort", {})
    return {name: record.get(name, "") for name in _SAME_NAME if name in record} | {
        "consult_module": record.get("consult_module") or "",
        "initial_situation": [("paragraph", markdown_to_rich_text(record["initial_situation"]))],
        "history": markdown_to_rich_text(record.get("history", "")),
        "federal_state": profile.federal_state,
        "size_band": profile.size_band,
        "finance_band": profile.finance_band,
        "workforce_band": profile.admin_size,
        "funding": record.get("funding", ""),
        "supervision": record.get("supervision", ""),
        "attachments": [_attachment(block) for block in record.get("attachments", [])],
        "effort_money": str(effort.get("money", "")),
        "effort_time": effort.get("time", ""),
        "effort_staff": effort.get("staff", ""),
        "policy_fields": list(PolicyField.objects.filter(key__in=record["policy_fields"])),
        "sdgs": list(SustainableDevelopmentGoal.objects.filter(number__in=record.get("sdgs", []))),
        "released_on": loading.RELEASE_BATCHES[PeriodBand(record["period_band"])],
    }


def _attachment(block: dict[str, dict[str, str]]) -> tuple[str, dict[str, str]]:
    """A block as the form would send it: without blank ends, with an empty text where nothing is said."""
    ((kind, value),) = block.items()
    empty = dict.fromkeys(AttachmentsBlock().child_blocks[kind].child_blocks, "")
    return kind, empty | {name: text.strip() for name, text in value.items()}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(inner)


def _told(record: dict[str, Any]) -> list[str]:
    """Everything a record tells, entry phrases beside it included."""
    phrases = FOLDER / f"{record['id']}.phrases.yaml"
    return [*_strings(record), *(read_lines(phrases) if phrases.exists() else ())]


def _safe_profile(record: dict[str, Any]) -> Profile:
    """The profile of a record, coarsened as the guard proposes where too few municipalities of the register
    or of its cycle fit it and what its texts tell.
    """
    texts = _told(record)
    profile = replace(
        parse_profile(record["profile"]),
        kinds=frozenset(mention.kind for mention in mentions_in(texts)),
        facts=frozenset(mention.key for mention in fact_mentions_in(texts)),
    )
    cycle = find_meeting(record["meeting"]).cycle_id
    return widened(profile, circle_of(cycle)) or assess(profile).proposal


def case_children(record: dict[str, Any]) -> dict[str, list[Any]]:
    """Inline rows of a case page from its record, all but the relations to other cases."""
    return {
        "challenge_area_items": [
            CaseChallengeArea(tag=ChallengeArea.objects.get(slug=key)) for key in record["challenge_areas"]
        ],
        "actors": [CaseActor(**row) for row in record["actors"]],
        "hypotheses": [CaseHypothesis(**row) for row in record["hypotheses"]],
        "ideas": [CaseIdea(**{"reason": "", **row}) for row in record["ideas"]],
        "steps": [CaseStep(**row) for row in record["next_steps"]],
        "preconditions": [CasePrecondition(**row) for row in record.get("preconditions", [])],
        "inner_passages": [CaseInnerPassage(**row) for row in inner_rows(record.get("inner_passages", []))],
        "figures": [CaseFigure(**row) for row in record.get("figures", [])],
        "legal_basis": [CaseLegalBasis(**row) for row in record.get("legal_basis", [])],
        "pitfalls": [CasePitfall(text=text) for text in record.get("pitfalls", [])],
        "case_methods": [CaseMethod(method=page_of(code)) for code in record["used_methods"]],
    }


def _substance_of(record: dict[str, Any]) -> dict[str, Any]:
    """What others take over, from the file beside a record (``F01.substance.yaml``), if there is one."""
    path = FOLDER / f"{record['id']}.substance.yaml"
    if not path.exists():
        return {}
    found = read_record(path)
    may_stay = [*record.get("gate_exceptions", []), *found.get("gate_exceptions", [])]
    return found | {"gate_exceptions": may_stay}


def _inner_of(record: dict[str, Any]) -> dict[str, Any]:
    """Passages for alumni, of the record and of the file beside it (``F05.inner.yaml``)."""
    found = [*record.get("inner_passages", []), *inner_passages_of(FOLDER, record["id"])]
    return {"inner_passages": found} if found else {}


def load_cases(report: loading.LoadReport) -> None:
    """Drafts first, then the relations between them and the confidential records beside them, then through
    the gate.
    """
    index = CaseIndexPage.objects.get(slug="faelle")
    english = read_english(FOLDER)
    records = [
        record | _substance_of(record) | _inner_of(record) | english.get(record["id"], {})
        for record in read_records(FOLDER)
    ]
    for record in records:
        report.say(f"{record['id']} {record['title']}")
        page = _place_draft(index, record, report)
        CaseMeeting.objects.update_or_create(case=page, defaults={"meeting": find_meeting(record["meeting"])})
    reviewer = get_user_model().objects.filter(username="redaktion").first()
    for record in records:
        page = CasePage.objects.get(external_id=record["id"])
        page.relations = [  # type: ignore[misc]
            CaseRelation(
                other=CasePage.objects.get(external_id=row["id"]),
                kind=row["kind"],
                reason=row["reason"],
                sort_order=order,
            )
            for order, row in enumerate(record.get("related", []))
        ]
        page.save(clean=False)
        _go_live(record, CasePage.objects.get(pk=page.pk), reviewer)
        _note_search(record["id"], CasePage.objects.get(pk=page.pk), reviewer)
        _tell_what_became_of_it(record, CasePage.objects.get(pk=page.pk))
        loading.place_phrases(page, FOLDER, record["id"])


def _note_search(identity: str, page: CasePage, reviewer: Any) -> None:
    """The search of an intruder for this case, once per text."""
    searches = read_record(SEARCHES)
    found = (searches.get("cases") or {}).get(identity)
    if not found or page.intruder_tests.filter(version_hash=CaseText.of(page).digest).exists():
        return
    rows = tuple((row["query"], row["found"]) for row in found["queries"])
    note_intruder_test(
        case=page,
        tester=reviewer,
        minutes=found["minutes"],
        verdict=found["verdict"],
        record=IntruderRecord(rows, found.get("note", ""), searches["answers"]),
    )


def _tell_what_became_of_it(record: dict[str, Any], page: CasePage) -> None:
    """The follow-ups of a record, out with the batch of the case."""
    batch = page.released_on or batch_date()
    loading.place_contributions(
        page,
        "followups",
        [CaseFollowUp(**row) for row in record.get("followups", [])],
        at=lambda row: batch,
        public_from=batch,
        exceptions=[row for row in _decided(record) if row["field"] == "followups"],
    )


def _place_draft(index: CaseIndexPage, record: dict[str, Any], report: loading.LoadReport) -> CasePage:
    """Create or update the page of a record as a draft."""
    existing = CasePage.objects.filter(external_id=record["id"]).first()
    page = existing or CasePage(external_id=record["id"])
    # The slug of demo content is derived, so that links to it survive a new installation.
    slug = (
        existing.slug
        if existing
        else f"fall-{record['id'].lower()}x{sum(map(ord, record['title'])) % 97:02d}"
    )
    for name, value in (case_values(record) | {"slug": slug, "live": False}).items():
        setattr(page, name, value)
    if existing is None:
        index.add_child(instance=page)
    for name, rows in case_children(record).items():
        for order, row in enumerate(rows):
            row.sort_order = order
        setattr(page, name, rows)
    page.full_clean()
    page.save()
    report.count(str(CasePage._meta.verbose_name_plural), created=existing is None)
    return page


def _decided(record: dict[str, Any]) -> list[dict[str, str]]:
    beside: dict[str, list[dict[str, str]]] = read_record(DECISIONS).get("cases") or {}
    return [*record.get("gate_exceptions", []), *beside.get(record["id"], [])]


def _go_live(record: dict[str, Any], page: CasePage, reviewer: Any) -> None:
    """Demo content is invented, so its release is recorded as such; the gate judges it like any other case.

    A finding that may stay is named in the record, ``gate_exceptions: [{field, words, reason}]``, or beside
    it in :data:`DECISIONS`.
    """
    exceptions = [
        {"mark": finding_mark(row["field"], row["words"]), "reason": row["reason"]}
        for row in _decided(record)
    ]
    try:
        _make_live(page, reviewer, exceptions)
    except PublicationRefused as error:
        raise RecordError(f"{record['id']}: {error}") from error


@transaction.atomic
def _make_live(case: CasePage, reviewer: Any, exceptions: Sequence[Mapping[str, str]]) -> None:
    """Without a revision: what the file says is its only state. A library opens with all of them together."""
    release_demo(case=case, reviewer=reviewer, exceptions=exceptions)
    with released_together():
        loading.make_live(case)


def copy_cases(size: int, report: loading.LoadReport) -> None:
    """Copy every demo case until each exists ``size`` times. A copy of invented content is invented too, and
    what was decided about its text stays decided; relations and confidential records are not copied.
    """
    for original in CasePage.objects.filter(external_id__regex=r"^F\d+$"):
        for number in range(2, size + 1):
            identity = f"{original.external_id}-{number}"
            if CasePage.objects.filter(external_id=identity).exists():
                continue
            report.say(identity)
            update = {
                # Half a word may look like the name of a place.
                "title": f"{textwrap.shorten(original.title, 80, placeholder='')} ({number})",
                "slug": f"{original.slug}n{number}"[:17],
                "external_id": identity,
            }
            copy = original.copy(update_attrs=update, copy_revisions=False, log_action=None, keep_live=False)
            without_meeting = [
                {"mark": risk.mark, "reason": AnonymityReview.Reason.INVENTED.value}
                for risk in open_risks(copy, CaseText.of(copy))
            ]
            _make_live(copy, None, [*decided_exceptions(original), *without_meeting])
            report.count("Kopien", created=True)


def load_workflow(report: loading.LoadReport) -> None:
    """The workflow of the second pair of eyes."""
    ensure_case_workflow()


def load_participants(report: loading.LoadReport) -> None:
    """Who took part in the cycles, in bands, from the files beside their records."""
    for path in sorted(CYCLES.glob("*.participants.yaml")):
        record = read_record(path)
        cycle = ForumCycle.objects.get(number=record["id"].removeprefix("S"))
        created = not ParticipantBand.objects.filter(cycle=cycle).exists()
        ParticipantBand.objects.filter(cycle=cycle).delete()
        for row in record["participants"]:
            band = ParticipantBand(cycle=cycle, **row)
            band.full_clean()
            band.save()
        report.count(str(ParticipantBand._meta.verbose_name_plural), created=created)


def load_contacts(report: loading.LoadReport) -> None:
    """Questions to case givers, one of each state, unless a case has some; nobody gets a mail."""
    for code, row in read_record(CONTACTS)["cases"].items():
        case = CasePage.objects.get(external_id=code)
        created = not case.contact_requests.exists() and place_contact(case=case, row=row)
        report.count(str(ContactRequest._meta.verbose_name_plural), created=created)


def load_raw_cases(report: loading.LoadReport) -> None:
    """The training case of the confidential room."""
    report.count(str(RawCase._meta.verbose_name_plural), created=load_training_case())


loading.register(loading.DemoPart(26, "Prüfung der Fälle", load_workflow, foundation=True))
loading.register(loading.DemoPart(40, "Teilnehmende", load_participants))
loading.register(loading.DemoPart(50, "Fälle", load_cases))
loading.register(loading.DemoPart(52, "Treuhand", load_contacts))
loading.register(loading.DemoPart(51, "Übungsfall", load_raw_cases))
loading.register_multiplier(copy_cases)
