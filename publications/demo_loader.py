"""Demo part of the publications."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.base import german_slug
from knowledge.content import loading, markdown_to_rich_text, page_of, read_record, read_records
from knowledge.models import ChallengeArea, TargetGroup
from publications.models import (
    AdoptionReport,
    PublicationChallengeArea,
    PublicationIndexPage,
    PublicationPage,
)
from publications.pdf import attach_pdf

FOLDER = Path(__file__).parent / "demo"
REPORTED_ON = date(2026, 3, 2)


def load_publications(report: loading.LoadReport) -> None:
    """Publications with their sections, and the PDF built from the same sections
    (``build_publication_pdfs``).
    """
    index = PublicationIndexPage.objects.get(slug="veroeffentlichungen")
    for record in read_records(FOLDER):
        report.say(f"{record['id']} {record['title']}")
        sections = [
            (
                "section",
                {
                    "anchor": row["anchor"],
                    "title": row["title"],
                    "body": markdown_to_rich_text(row["body"]),
                    "derived_from": [page_of(code) for code in row.get("derived_from", [])],
                },
            )
            for row in record["sections"]
        ]
        values = {
            name: record[name]
            for name in ("title", "subtitle", "series", "edition", "year", "abstract", "licence")
        } | {
            "slug": german_slug(record["title"]),
            "abstract": record["abstract"].strip(),
            "sections": sections,
            "target_groups": list(TargetGroup.objects.filter(key__in=record["target_groups"])),
            "released_on": date(2026, 3, 2),
            "guard_exceptions": record.get("guard_exceptions", []),
        }
        children = {
            "challenge_area_items": [
                PublicationChallengeArea(tag=ChallengeArea.objects.get(slug=key))
                for key in record["challenge_areas"]
            ]
        }
        page = loading.place_page(
            index,
            PublicationPage,
            values,
            children=children,
            identity={"external_id": record["id"]},
            report=report,
        )
        loading.place_phrases(page, FOLDER, record["id"])
        _attach_pdf(page, FOLDER / f"{record['id']}.pdf")


def load_adoptions(report: loading.LoadReport) -> None:
    """What other municipalities made of a few records."""
    for code, rows in read_record(FOLDER / "adoptions" / "reports.yaml")["records"].items():
        page = page_of(code)
        loading.place_contributions(
            page,
            "adoptions",
            [AdoptionReport(**row) for row in rows],
            at=lambda row: REPORTED_ON,
        )
        report.say(f"{code}: {len(rows)} Übernahmen")


def _attach_pdf(page: PublicationPage, path: Path) -> None:
    """Attach the built PDF once; a new build replaces the file of the same document."""
    if path.exists() and attach_pdf(page=page, content=path.read_bytes()):
        loading.make_live(page)


loading.register(loading.DemoPart(84, "Übernahmen", load_adoptions))
loading.register(loading.DemoPart(70, "Veröffentlichungen", load_publications))
