"""Demo part of the methods."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from knowledge.base import german_slug
from knowledge.content import (
    find_meeting,
    inner_passages_of,
    inner_rows,
    loading,
    markdown_to_rich_text,
    read_english,
    read_records,
)
from knowledge.models import ChallengeArea
from methods.models import (
    MethodAccessNote,
    MethodCardPage,
    MethodChallengeArea,
    MethodCombination,
    MethodIndexPage,
    MethodInnerPassage,
    MethodMaterial,
    MethodPhase,
    MethodPitfall,
    MethodQuestion,
    MethodRole,
    MethodSource,
    MethodTip,
    MethodVariant,
    SessionBlock,
    SessionPlan,
    UsageReport,
)

FOLDER = Path(__file__).parent / "demo"
CYCLES = Path(__file__).parents[1] / "knowledge" / "demo" / "cycles"

_SAME_NAME = [
    "title",
    "purpose",
    "title_en",
    "purpose_en",
    "purpose_tags",
    "phase_of_meeting",
    "prep_minutes",
    "difficulty",
    "when_not",
    "online",
    "online_text",
    "conflict_fit",
    "confidentiality",
]


def card_values(record: dict[str, Any]) -> dict[str, Any]:
    """Fields of a method card from its record (docs/referenz/inhalte.md)."""
    group, duration = record["group"], record["duration"]
    return {name: record[name] for name in _SAME_NAME if name in record} | {
        "other_names": ", ".join(record.get("aliases", [])),
        "description": markdown_to_rich_text(record.get("description", "")),
        "group_min": group["min"],
        "group_opt": group["opt"],
        "group_max": group["max"],
        "group_size": group.get("size"),
        "group_note": group.get("note", "") or "",
        "duration_min": duration["min"],
        "duration_typ": duration["typ"],
        "duration_max": duration["max"],
        "released_on": date(2024, 3, 1),
        "review_due": date(2027, 9, 1),
    }


def _phase(row: dict[str, Any]) -> MethodPhase:
    minutes = row["minutes"]
    rest = {
        name: row.get(name) or ""
        for name in ("title", "social_form", "instruction", "script", "output", "material")
    }
    return MethodPhase(
        minutes_min=minutes["min"], minutes_typ=minutes["typ"], minutes_max=minutes["max"], **rest
    )


def _report(row: dict[str, Any]) -> UsageReport:
    texts = {name: row.get(name) or "" for name in ("adapted", "pitfall", "accessibility_note", "quote")}
    return UsageReport(
        meeting=find_meeting(row["meeting"]),
        participants=row["participants"],
        planned_minutes=row["planned"],
        actual_minutes=row["actual"],
        worked=row["worked"],
        **texts,
    )


def _day_of(report: UsageReport) -> date:
    meeting = report.meeting
    return meeting.date or meeting.cycle.ends  # type: ignore[union-attr]


def card_children(record: dict[str, Any]) -> dict[str, list[Any]]:
    """Inline rows of a method card from its record, all but the combinations with other cards."""
    return {
        "challenge_area_items": [
            MethodChallengeArea(tag=ChallengeArea.objects.get(slug=key))
            for key in record.get("challenge_areas", [])
        ],
        "phases": [_phase(row) for row in record["phases"]],
        "roles": [MethodRole(**row) for row in record["roles"]],
        "materials": [MethodMaterial(**row) for row in record["materials"]],
        "questions": [MethodQuestion(text=text) for text in record.get("invitation", [])],
        "tips": [MethodTip(text=text) for text in record.get("tips", [])],
        "pitfalls": [MethodPitfall(**row) for row in record["pitfalls"]],
        "variants": [
            MethodVariant(**{k: str(v) for k, v in row.items() if v is not None})
            for row in record.get("variants", [])
        ],
        "access_notes": [MethodAccessNote(**row) for row in record["accessibility"]],
        "sources": [MethodSource(**{k: v or "" for k, v in row.items()}) for row in record["sources"]],
        "inner_passages": [
            MethodInnerPassage(**row) for row in inner_rows(inner_passages_of(FOLDER, record["id"]))
        ],
    }


def load_methods(report: loading.LoadReport) -> None:
    """Cards first, then their combinations, then the session plans of the meetings."""
    index = MethodIndexPage.objects.get(slug="methoden")
    english = read_english(FOLDER)
    records = [record | english.get(record["id"], {}) for record in read_records(FOLDER)]
    for record in records:
        report.say(f"{record['id']} {record['title']}")
        values = card_values(record) | {
            "slug": german_slug(record["title"].split("(")[0]),
            "guard_exceptions": record.get("guard_exceptions", []),
        }
        card = loading.place_page(
            index,
            MethodCardPage,
            values,
            children=card_children(record),
            identity={"external_id": record["id"]},
            report=report,
        )
        reports = [_report(row) for row in record.get("usage_reports", [])]
        loading.place_phrases(card, FOLDER, record["id"])
        loading.place_contributions(card, "usage_reports", reports, at=_day_of)
    for record in records:
        page = MethodCardPage.objects.get(external_id=record["id"])
        page.combinations = [
            MethodCombination(
                other=MethodCardPage.objects.get(external_id=row["id"]),
                position=row["position"],
                sort_order=order,
            )
            for order, row in enumerate(record.get("combines", []))
        ]
        loading.make_live(page)


def load_session_plans(report: loading.LoadReport) -> None:
    """The programme of every meeting."""
    for cycle in read_records(CYCLES):
        for row in cycle["meetings"]:
            meeting = find_meeting(f"{cycle['number']}-{row['number']}")
            plan, _created = SessionPlan.objects.update_or_create(
                meeting=meeting, defaults={"title": f"Ablauf des {row['number']}. Treffens"}
            )
            plan.blocks.all().delete()
            SessionBlock.objects.bulk_create(
                SessionBlock(
                    plan=plan,
                    title=block["title"],
                    minutes=block["minutes"],
                    method=MethodCardPage.objects.filter(external_id=block.get("method") or "-").first(),
                    sort_order=order,
                )
                for order, block in enumerate(row["plan"])
            )


loading.register(loading.DemoPart(40, "Methoden", load_methods))
loading.register(loading.DemoPart(45, "Ablaufpläne", load_session_plans))
