"""What the core app loads from ``knowledge/demo``: taxonomies, cycles, page tree, accounts, lessons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page, Site

from knowledge.accounts import ensure_demo_accounts, ensure_roles, ensure_workflow
from knowledge.base import german_slug
from knowledge.content import loading
from knowledge.content.records import (
    markdown_to_rich_text,
    read_beside,
    read_english,
    read_record,
    read_records,
)
from knowledge.content.references import find_meeting, inner_passages_of, inner_rows, page_of
from knowledge.cycle import bring_to
from knowledge.cycle.call import deletion_day
from knowledge.enums import LessonRole, MeetingState, PreconditionKind, VerdictKind
from knowledge.guard import seal
from knowledge.models import (
    Application,
    ChallengeArea,
    ChallengeAreaIndexPage,
    ChallengeAreaPage,
    ContentPage,
    CycleCallText,
    CycleIndexPage,
    CycleMembership,
    CyclePage,
    CycleQuestion,
    Format,
    ForumCycle,
    HomePage,
    LessonAnchor,
    LessonChallengeArea,
    LessonCondition,
    LessonIndexPage,
    LessonInnerPassage,
    LessonPage,
    LessonSource,
    LessonVerdict,
    MeetingGoal,
    PolicyField,
    SustainableDevelopmentGoal,
    TargetGroup,
    TargetGroupIndexPage,
    TargetGroupPage,
    WorkingMeeting,
)
from knowledge.operations import site_address

FOLDER = Path(__file__).parents[1] / "demo"

INDEX_PAGES: list[tuple[str, str, str]] = [
    # slug, title, model label; the addresses are a promise (docs/referenz/schnittstellen.md)
    ("faelle", "Fälle", "cases.CaseIndexPage"),
    ("methoden", "Methoden", "methods.MethodIndexPage"),
    ("lehren", "Lehren", "knowledge.LessonIndexPage"),
    ("veroeffentlichungen", "Veröffentlichungen", "publications.PublicationIndexPage"),
    ("staffeln", "Staffeln", "knowledge.CycleIndexPage"),
    ("themen", "Themen", "knowledge.ChallengeAreaIndexPage"),
    ("zielgruppen", "Zielgruppen", "knowledge.TargetGroupIndexPage"),
]


def load_taxonomies(report: loading.LoadReport) -> None:
    """Challenge areas, policy fields, target groups, global goals."""
    import yaml

    data = yaml.safe_load((FOLDER / "taxonomy.yaml").read_text(encoding="utf-8"))
    for order, row in enumerate(data["challenge_areas"]):
        values = {
            "name": row["name"],
            "name_en": row["name_en"],
            "definition": row["definition"],
            "definition_en": row["definition_en"],
            "seed_wording": row["seed_wording"],
            "entry_terms": "\n".join(row["entry_terms"]),
            "entry_terms_en": "\n".join(row["entry_terms_en"]),
            "sort_order": order,
        }
        ChallengeArea.objects.update_or_create(slug=row["key"], defaults=values)
    for order, row in enumerate(data["policy_fields"]):
        PolicyField.objects.update_or_create(
            key=row["key"], defaults={"name": row["name"], "name_en": row["name_en"], "sort_order": order}
        )
    for order, row in enumerate(data["target_groups"]):
        defaults = {
            "name": row["name"],
            "name_en": row["name_en"],
            "reach": row["reach"],
            "sort_order": order,
        }
        TargetGroup.objects.update_or_create(key=row["key"], defaults=defaults)
    for row in data["sdgs"]:
        SustainableDevelopmentGoal.objects.update_or_create(
            number=row["number"], defaults={"name": row["name"], "name_en": row["name_en"]}
        )


def load_tree(report: loading.LoadReport) -> None:
    """Home, index and landing pages, plain pages; the site points at the home page."""
    from django.apps import apps

    texts = read_record(FOLDER / "pages.yaml")
    texts["english"] = english = read_english(FOLDER / "pages", "pages")
    home = _home(texts["home"] | english["home"])
    _point_site_at(home)
    for slug, title, label in INDEX_PAGES:
        intro = markdown_to_rich_text(texts["indexes"].get(slug, ""))
        intro_en = markdown_to_rich_text(english["indexes"].get(slug, ""))
        values: dict[str, Any] = {"title": title, "intro": intro, "intro_en": intro_en}
        loading.place_page(home, apps.get_model(label), values, identity={"slug": slug}, report=report)
    themes = ChallengeAreaIndexPage.objects.get(slug="themen")
    for area in ChallengeArea.objects.all():
        values = {"title": area.name, "area": area} | _landing(texts, "areas", area.slug)
        loading.place_page(themes, ChallengeAreaPage, values, identity={"slug": area.slug}, report=report)
    groups = TargetGroupIndexPage.objects.get(slug="zielgruppen")
    for target in TargetGroup.objects.all():
        values = {"title": target.name, "target_group": target} | _landing(texts, "groups", target.key)
        loading.place_page(groups, TargetGroupPage, values, identity={"slug": target.key}, report=report)
    for row in texts["plain"]:
        values = {
            "title": row["title"],
            "body": [("paragraph", markdown_to_rich_text(row["body"]))],
            "guard_exceptions": row.get("guard_exceptions", []),
        }
        if (said := english["plain"].get(row["slug"])) is not None:
            values["title_en"] = said["title_en"]
            values["body_en"] = [("paragraph", markdown_to_rich_text(said["body_en"]))]
        page = loading.place_page(home, ContentPage, values, identity={"slug": row["slug"]}, report=report)
        loading.place_phrases(page, FOLDER / "pages", row["slug"])


def _home(text: dict[str, Any]) -> HomePage:
    """The home page with its text; where there is none it takes the place of Wagtail's welcome page."""
    values = {
        "title": text["title"],
        "question": text["question"],
        "intro": markdown_to_rich_text(text["intro"]),
        "about": [("paragraph", markdown_to_rich_text(text["about"]))],
        "question_en": text["question_en"],
        "intro_en": markdown_to_rich_text(text["intro_en"]),
        "about_en": [("paragraph", markdown_to_rich_text(text["about_en"]))],
        "seo_title": text.get("seo_title", ""),
        "search_description": text.get("description", ""),
    }
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        for welcome in root.get_children().filter(slug="home"):
            welcome.delete()
        made: HomePage = Page.objects.get(pk=root.pk).add_child(instance=HomePage(slug="start", **values))
        return made
    for name, value in values.items():
        setattr(home, name, value)
    home.save()
    return home


def _point_site_at(home: HomePage) -> None:
    hostname, port = site_address.address_of(settings.PUBLIC_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "hostname": hostname,
            "port": port,
            "site_name": "Meine Kommune weiterdenken",
        },
    )


def _landing(texts: dict[str, Any], part: str, key: str) -> dict[str, Any]:
    """Introduction of a landing page, and what it promises."""
    shelves = [
        ("shelf", {"promise": promise, "search": search})
        for promise, search in texts["promises"][part].get(key, {}).items()
    ]
    return {
        "intro": markdown_to_rich_text(texts[part].get(key, "")),
        "intro_en": markdown_to_rich_text(texts["english"][part].get(key, "")),
        "shelves": shelves,
    }


_TUESDAY = 1


def _month(text: Any) -> date:
    """A date from ``2018-10``, a full date, or ``+14w``: so many weeks from now, on a Tuesday."""
    if isinstance(text, date):
        return text
    if str(text).startswith("+"):
        day = timezone.localdate() + timedelta(weeks=int(str(text)[1:].rstrip("w")))
        return day + timedelta(days=(_TUESDAY - day.weekday()) % 7)
    year, month = str(text).split("-")[:2]
    return date(int(year), int(month), 1)


def load_cycles(report: loading.LoadReport) -> None:
    """The format, its cycles with meetings, and their public pages."""
    row = read_record(FOLDER / "format.yaml")
    library_format, _created = Format.objects.update_or_create(
        key=row["id"],
        defaults={
            name: row[name] for name in ("name", "kind", "purpose", "min_meetings", "budget_band", "licence")
        }
        | {"principles": "\n".join(row["principles"]), "version": str(row["version"])},
    )
    bring_to(record=library_format, state=row["state"])
    library_format.target_groups.set(TargetGroup.objects.filter(key__in=row["target_groups"]))
    index = CycleIndexPage.objects.get(slug="staffeln")
    for record in read_records(FOLDER / "cycles"):
        cycle = _load_cycle(record, library_format)
        values = {
            "title": record["title"],
            "cycle": cycle,
            "summary": markdown_to_rich_text(record["public_summary"]),
        }
        values["guard_exceptions"] = record.get("guard_exceptions", [])
        page = loading.place_page(
            index,
            CyclePage,
            values | {"slug": f"staffel-{cycle.number}"},
            identity={"external_id": record["id"]},
            report=report,
        )
        loading.place_phrases(page, FOLDER / "cycles", record["id"])
    _let_alumna_take_part()


def _let_alumna_take_part() -> None:
    """The demo alumna has been to the third cycle, so that its passages can be seen."""
    cycle = ForumCycle.objects.get(number=3)
    for alumna in get_user_model().objects.filter(username="alumna"):
        CycleMembership.objects.get_or_create(user=alumna, cycle=cycle)


def _load_cycle(record: dict[str, Any], library_format: Format) -> ForumCycle:
    cycle, _created = ForumCycle.objects.update_or_create(
        number=record["number"],
        defaults={
            "format": library_format,
            "title": record["title"],
            "starts": _month(record["period"]["start"]),
            "ends": _month(record["period"]["end"]),
            "organisers": record["organisers"],
            "federal_states": " ".join(record["federal_states"]),
            "venue_band": record.get("venue_band", ""),
            "capacity_band": record.get("capacity_band", ""),
            "apply_until": _month(record["apply_until"]) if "apply_until" in record else None,
        }
        | {
            name: str(record.get(name, "")).strip()
            for name in ("call_text", "costs", "confidentiality", "commitment")
        },
    )
    cycle.questions.all().delete()
    CycleQuestion.objects.bulk_create(
        CycleQuestion(cycle=cycle, text=text, sort_order=i)
        for i, text in enumerate(record["guiding_questions"])
    )
    cycle.call_texts.all().delete()
    CycleCallText.objects.bulk_create(
        CycleCallText(cycle=cycle, target_group=TargetGroup.objects.get(key=key), text=text, sort_order=i)
        for i, (key, text) in enumerate(record.get("call_texts", {}).items())
    )
    for row in record["meetings"]:
        meeting, _created = WorkingMeeting.objects.update_or_create(
            cycle=cycle,
            number=row["number"],
            defaults={
                "date": _month(row["date"]),
                "mode": row["mode"],
                "region_band": row["region_band"],
                "public_note": row["public_note"],
            },
        )
        bring_to(record=meeting, state=row.get("state", MeetingState.WORKED_UP))
        meeting.goals.all().delete()
        MeetingGoal.objects.bulk_create(
            MeetingGoal(meeting=meeting, text=text, sort_order=i) for i, text in enumerate(row["goals"])
        )
    bring_to(record=cycle, state=record["state"])
    for row in record.get("applications", []):
        _apply(cycle, row)
    return cycle


def _apply(cycle: ForumCycle, row: dict[str, Any]) -> None:
    """An invented application, unless it is there; nobody gets a mail."""
    letter = row["person"][-1].lower()
    application = Application(
        cycle=cycle,
        target_group=TargetGroup.objects.get(key=row["group"]),
        federal_state=row["state"],
        size_band=row["size_band"],
        sealed_concern=seal(row["concern"]),
        consent_wording="demo",
        delete_on=deletion_day(cycle),
    )
    application.seal_person(
        name=row["person"],
        email=f"{letter}@rathaus.example",
        municipality=f"Kommune {letter.upper()}",
    )
    if not cycle.applications.filter(mailbox_mark=application.mailbox_mark).exists():
        application.save()


def load_lessons(report: loading.LoadReport) -> None:
    """Lessons with conditions, sources and verdicts; replacements in a second pass."""
    index = LessonIndexPage.objects.get(slug="lehren")
    records = list(read_records(FOLDER / "lessons"))
    english = read_english(FOLDER / "lessons")
    kinds = read_beside(FOLDER / "lessons", "all.conditions")
    for record in records:
        report.say(f"{record['id']} {record['statement'][:60]}")
        last = _last_judged(record)
        roles = {code: LessonRole(value) for code, value in record.get("source_roles", {}).items()}
        values = {
            "title": record["statement"],
            "statement": record["statement"],
            "short_name": record.get("short_name", ""),
            "statement_en": english.get(record["id"], ""),
            "slug": f"{record['id'].lower()}-{german_slug(record['statement'], most=48)}",
            "kind": record["kind"],
            "triggers": record["triggers"],
            "observation": markdown_to_rich_text(record["observation"]),
            "insight": markdown_to_rich_text(record["insight"]),
            "recommendation": markdown_to_rich_text(record["recommendation"]),
            "addressees": list(TargetGroup.objects.filter(key__in=record["addressees"])),
            "sdgs": list(SustainableDevelopmentGoal.objects.filter(number__in=record.get("sdgs", []))),
            "origin": find_meeting(record["origin"]),
            "owner_role": record["owner_role"],
            "released_on": (max(loading.RELEASE_BATCHES.values()) if last.year > 2023 else date(2024, 3, 1)),
            "review_due": last + relativedelta(months=record["review_due_months"]),
            "guard_exceptions": record.get("guard_exceptions", []),
        }
        children: dict[str, list[Any]] = {
            "challenge_area_items": [
                LessonChallengeArea(tag=ChallengeArea.objects.get(slug=key))
                for key in record["challenge_areas"]
            ],
            "conditions": list(_conditions(record, kinds[record["id"]])),
            "sources": [
                LessonSource(page=page_of(code), role=roles.get(code, LessonRole.ORIGIN))
                for code in record["sources"]
            ],
            "inner_passages": [
                LessonInnerPassage(**row)
                for row in inner_rows(inner_passages_of(FOLDER / "lessons", record["id"]))
            ],
        }
        lesson = loading.place_page(
            index,
            LessonPage,
            values,
            children=children,
            identity={"external_id": record["id"]},
            report=report,
        )
        loading.place_phrases(lesson, FOLDER / "lessons", record["id"])
        loading.place_contributions(
            lesson,
            "verdicts",
            [_verdict(row) for row in record.get("verdicts", [])],
            at=lambda verdict: verdict.judged_on,
            public_from=values["released_on"],
        )
    for record in records:
        if record.get("supersedes"):
            page = LessonPage.objects.get(external_id=record["id"])
            page.supersedes = LessonPage.objects.get(external_id=record["supersedes"])
            loading.make_live(page)


def _conditions(record: dict[str, Any], kinds: dict[str, list[str]]) -> Iterator[LessonCondition]:
    """Each sentence with its kind; an exclamation mark behind the kind says that it decides."""
    for name in ("applies_if", "not_if"):
        for text, kind in zip(record[name], kinds[name], strict=True):
            yield LessonCondition(
                holds=name == "applies_if",
                text=text,
                kind=PreconditionKind(kind.rstrip("!")),
                must=kind.endswith("!"),
            )


def load_verdict_rounds(report: loading.LoadReport) -> None:
    """Which lessons each meeting was to judge: those it has judged."""
    for meeting in WorkingMeeting.objects.all():
        meeting.lessons_to_check = list(
            LessonPage.objects.filter(verdicts__meeting=meeting).order_by("external_id")
        )
        meeting.save()


def _last_judged(record: dict[str, Any]) -> date:
    """Date of the last verdict, or of the meeting in which the lesson came up."""
    codes = [verdict["meeting"] for verdict in record.get("verdicts", [])] or [record["origin"]]
    meetings = [find_meeting(code) for code in codes]
    return max(meeting.date or meeting.cycle.ends for meeting in meetings)


def load_anchors(report: loading.LoadReport) -> None:
    """Where lessons changed something; runs after the publications exist."""
    for record in read_records(FOLDER / "lessons"):
        page = LessonPage.objects.get(external_id=record["id"])
        rows = []
        for order, code in enumerate(record.get("anchored_in", [])):
            target, _hash, fragment = code.partition("#")
            rows.append(LessonAnchor(page=page_of(target), fragment=fragment, sort_order=order))
        if rows or page.anchors.exists():
            page.anchors = rows
            loading.make_live(page)


def load_packages(report: loading.LoadReport) -> None:
    """What each target group is given along; runs when all records exist."""
    record = read_record(FOLDER / "packages.yaml")
    for key, row in record["groups"].items():
        page = TargetGroupPage.objects.get(slug=key)
        page.question, page.question_en = row["question"]
        page.first_steps, page.first_steps_en = (
            [("step", texts[language]) for texts in row["steps"]] for language in (0, 1)
        )
        page.items, page.items_en = (
            [
                ("item", {"record": page_of(code), "why": texts[language]})
                for code, texts in row["items"].items()
            ]
            for language in (0, 1)
        )
        page.reviewed_on = record["reviewed_on"]
        loading.make_live(page)
    report.say(f"{len(record['groups'])} Pakete")


def _verdict(row: dict[str, Any]) -> LessonVerdict:
    meeting = find_meeting(row["meeting"])
    return LessonVerdict(
        cycle=meeting.cycle,
        meeting=meeting,
        kind=VerdictKind(row["verdict"]),
        n_yes=row["yes"],
        n_part=row["part"],
        n_no=row["no"],
        reason=row["reason"],
        follow_up=bool(row.get("follow_up")),
    )


def load_roles(report: loading.LoadReport) -> None:
    """Groups with their permissions, and the workflow of the editors."""
    ensure_roles()
    ensure_workflow()


def load_accounts(report: loading.LoadReport) -> None:
    """One demo account per role."""
    ensure_demo_accounts()


def register() -> None:
    """Name the parts of the core app; called once, when all models are known."""
    for part in (
        loading.DemoPart(10, "Taxonomien", load_taxonomies, foundation=True),
        loading.DemoPart(20, "Seiten", load_tree, foundation=True),
        loading.DemoPart(24, "Rollen", load_roles, foundation=True),
        loading.DemoPart(25, "Konten", load_accounts),
        loading.DemoPart(30, "Staffeln", load_cycles),
        loading.DemoPart(60, "Lehren", load_lessons),
        loading.DemoPart(65, "Urteilsrunden", load_verdict_rounds),
        loading.DemoPart(80, "Verankerungen", load_anchors),
        loading.DemoPart(82, "Pakete", load_packages),
    ):
        loading.register(part)
