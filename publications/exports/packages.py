"""``/api/v1/packages``: what each target group is given along, as everybody may read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from knowledge.models import PackageEntry, TargetGroupPage, package_entries
from knowledge.web import records
from search.contract import Viewer

__all__ = ["router"]

router = Router(tags=["packages"])


class PackageRecord(Schema):
    """A record of a package, and why it helps this reader."""

    key: str
    kind: str
    title: str
    url: str
    why: str


class PackageItem(Schema):
    """The package of a target group."""

    key: str
    label: str
    url: str
    question: str
    first_steps: list[str]
    records: list[PackageRecord]
    version: int
    reviewed_on: str


class PackageList(Schema):
    """All packages in the order of the target groups."""

    items: list[PackageItem]
    total: int
    next: str | None


@router.get("", response=PackageList, summary="Pakete für Zielgruppen")
def packages(request: HttpRequest, limit: str = "", offset: str = "") -> Any:
    """Question, three things to do first, records with the reason why, version and review date."""
    most, start = records.window(request)
    pages = [
        page
        for page in TargetGroupPage.objects.readable_by(Viewer())
        .select_related("target_group")
        .order_by("target_group__sort_order", "pk")
        if page.has_package
    ]
    shown = pages[start : start + most]
    entries = package_entries(shown, Viewer())
    items = [_item(request, page, found) for page, found in zip(shown, entries, strict=True)]
    return records.answer(records.page_of(request, items, len(pages), (most, start)), public=True)


def _item(request: HttpRequest, page: TargetGroupPage, entries: list[PackageEntry]) -> dict[str, Any]:
    return {
        "key": page.facet_value,
        "label": page.target_group.name,
        "url": request.build_absolute_uri(page.get_url()),
        "question": page.question,
        "first_steps": [step for step, _english in page.steps()],
        "records": [
            {
                "key": entry.key,
                "kind": entry.kind,
                "title": entry.title,
                "url": request.build_absolute_uri(entry.page.get_url()),
                "why": entry.why,
            }
            for entry in entries
        ],
        "version": page.package_version,
        "reviewed_on": page.reviewed_on.isoformat() if page.reviewed_on else "",
    }
