"""The demo content as editors would judge it: complete, honest, anonymous, without a dead link.

What must be there is named in ``data/vocabulary.json`` (written for this project, CC BY 4.0).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from django.test import Client
from wagtail.models import Page

from cases.gate import LEAST_MINUTES, LEAST_QUERIES, intruder_record, problems
from cases.gate.insiders import unanswered
from cases.gate.profile_rules import k_of_case
from cases.models import CasePage
from cases.sections import CaseText
from knowledge.anonymity.detector.places import find_places
from knowledge.anonymity.detector.preprocessing import normalise, tokenise
from knowledge.anonymity.profile.uniqueness import THRESHOLD
from knowledge.enums import LessonState, Outcome, VerdictKind
from knowledge.models import (
    ChallengeArea,
    ChallengeAreaPage,
    CyclePage,
    ForumCycle,
    LessonPage,
    TargetGroupPage,
)
from methods.models import MethodCardPage
from publications.models import PublicationPage
from publications.pdf.rendering import content_fingerprint, pdf_fingerprint
from tests.conftest import REPOSITORY
from tests.integration import browsed
from tests.integration.conftest import Library
from tools.anonymity.demo_texts import demo_texts

pytestmark = pytest.mark.xdist_group("browsed")

VOCABULARY: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data/vocabulary.json").read_text(encoding="utf-8")
)
CASES = {row["id"]: row for row in VOCABULARY["cases"]}
METHODS = {row["id"]: row for row in VOCABULARY["methods"]}
QUERIES = [row for row in VOCABULARY["example_queries"] if row["primary"] != "Radar"]

OUTCOMES = {
    "umgesetzt": Outcome.IMPLEMENTED,
    "umgesetzt, verändert": Outcome.CHANGED,
    "begonnen": Outcome.STARTED,
    "offen": Outcome.OPEN,
    "gescheitert": Outcome.FAILED,
    "aufgegeben": Outcome.ABANDONED,
}
UNFINISHED = {Outcome.OPEN, Outcome.FAILED, Outcome.ABANDONED}
SECTIONS = [
    "initial_situation",
    "history",
    "key_question",
    "actors",
    "hypotheses",
    "ideas",
    "next_steps",
    "takeaway",
    "followups",
    "effects_text",
    "preconditions",
    "pitfalls",
]
PROSE_KEYS = {"text", "interest", "role", "what", "reason", "reach"}
FOLDERS = ("cases/demo", "methods/demo", "knowledge/demo", "publications/demo")
ORDINARY_WORDS = {"Stapel", "Dörfern"}
"""Words of the demo that are also names of municipalities; read and judged to be ordinary words there."""
WIDE_AREAS = {"Baden-Württemberg"}


def record(folder: str, code: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((REPOSITORY / folder / f"{code}.yaml").read_text(encoding="utf-8"))
    return data


def words(value: Any) -> int:
    """Number of words in the prose of a value."""
    if isinstance(value, str):
        return len(re.findall(r"\w+", value))
    if isinstance(value, dict):
        return sum(words(inner) for key, inner in value.items() if key in PROSE_KEYS)
    return sum(words(inner) for inner in value) if isinstance(value, list) else 0


def missing(page: Any, *names: str) -> list[str]:
    """Fields and rows of a page that say nothing."""
    empty = []
    for name in names:
        value = getattr(page, name)
        value = list(value.all()) if hasattr(value, "all") else value
        if value is None or value == "" or value == [] or len(str(value)) == 0:
            empty.append(name)
    return empty


# --------------------------------------------------------------------------- what must be there


def test_thirty_cases_and_twenty_eight_cards_have_the_named_titles(library: Library) -> None:
    assert dict(CasePage.objects.public().values_list("external_id", "title")) == {
        code: row["title"] for code, row in CASES.items()
    }
    assert dict(MethodCardPage.objects.public().values_list("external_id", "title")) == {
        code: row["name"] for code, row in METHODS.items()
    }


def test_five_cycles_of_three_meetings_with_goals_plans_and_verdict_rounds(library: Library) -> None:
    cycles = list(
        ForumCycle.objects.prefetch_related("meetings__goals", "meetings__session_plans__blocks", "questions")
    )
    assert [(cycle.number, cycle.state) for cycle in cycles] == [
        (1, "abgeschlossen"), (2, "abgeschlossen"), (3, "abgeschlossen"), (4, "auswertung"),
        (5, "ausgeschrieben"),
    ]  # fmt: skip
    for cycle in cycles:
        assert [meeting.number for meeting in cycle.meetings.all()] == [1, 2, 3]
        assert cycle.organisers and cycle.call_text is not None
        assert 3 <= len(cycle.questions.all()) <= 5
        for meeting in cycle.meetings.all():
            assert meeting.goals.all() and (meeting.public_note or cycle.number == 5)
            assert [len(plan.blocks.all()) >= 4 for plan in meeting.session_plans.all()] == [True]
    judged = [
        meeting
        for cycle in cycles[1:]
        for meeting in cycle.meetings.all()
        if meeting.lessons_to_check.exists()
    ]
    assert len(judged) >= 6
    assert CyclePage.objects.public().count() == 5


def test_every_challenge_area_is_there_in_both_languages_with_its_entry_terms(library: Library) -> None:
    areas = {area.slug: area for area in ChallengeArea.objects.all()}
    assert list(areas) == [row["key"] for row in VOCABULARY["challenge_areas"]]
    for row in VOCABULARY["challenge_areas"]:
        area = areas[row["key"]]
        assert (area.name, area.name_en) == (row["de"], row["en"])
        assert area.definition and area.definition_en and area.seed_wording
        terms = {term.casefold() for term in area.entry_terms.splitlines()}
        assert {term.strip().casefold() for term in row["lead_in"].split(",")} <= terms, row["key"]


def test_landing_pages_say_what_they_are_about(library: Library) -> None:
    for model in (ChallengeAreaPage, TargetGroupPage):
        silent = [page.slug for page in model.objects.live() if words(page.intro) < 20]
        assert silent == []
    assert ChallengeAreaPage.objects.live().count() == 18


def test_guide_has_sections_a_pdf_of_exactly_this_text_and_sources(library: Library) -> None:
    guide = library.page("P01")
    sections = guide.section_values()
    assert guide.series == "wandel-gemeinsam-gestalten"
    assert len(sections) >= 8
    for section in sections:
        assert words(section["body"].source) >= 150, section["anchor"]
        assert section["derived_from"], section["anchor"]
    with guide.pdf.file.open("rb") as file:
        content = file.read()
    assert pdf_fingerprint(content) == content_fingerprint(guide), "run: make guide-pdf"
    assert not missing(
        guide, "subtitle", "edition", "year", "abstract", "licence", "target_groups", "challenge_area_items"
    )
    assert PublicationPage.objects.public().count() >= 1


# --------------------------------------------------------------------------- cases


@pytest.mark.parametrize("code", CASES)
def test_case_is_a_full_record_of_the_right_length(code: str, library: Library) -> None:
    page, row = library.page(code), record("cases/demo", code)
    required = (
        "kernel case_kind concern_type initial_situation key_question actors hypotheses ideas case_methods"
        " steps outcome evidence_level"
    )
    recommended = (
        "history constraints takeaway followups effort_money effort_time effort_staff preconditions"
        " departments sdgs effects effects_text lang_simple"
    )
    placed = "challenge_area_items policy_fields federal_state size_band period_band relations meeting_link"
    assert not missing(page, *required.split(), *recommended.split(), *placed.split())
    assert 400 <= sum(words(row.get(name)) for name in SECTIONS) <= 900
    assert len(page.kernel) <= 500 and len(page.title) <= 90
    assert page.key_question.endswith("?")
    assert 2 <= page.hypotheses.count() <= 5 and 3 <= page.ideas.count() <= 6
    assert page.policy_fields.count() <= 2 and page.sdgs.count() <= 3


@pytest.mark.parametrize("code", CASES)
def test_case_tells_the_named_outcome_and_its_follow_up_agrees(code: str, library: Library) -> None:
    page = library.page(code)
    assert page.outcome == OUTCOMES[CASES[code]["outcome"]]
    assert [item.tag.slug for item in page.challenge_area_items.all()] == CASES[code][
        "challenge_areas"
    ].split(",")
    newest = max(page.followups.all(), key=lambda row: row.after)
    assert newest.status == page.outcome
    if page.failed:
        assert page.pitfalls.exists()


def test_failures_and_open_ends_have_their_share(library: Library) -> None:
    """A third failed, was given up or is open."""
    counts = Counter(CasePage.objects.values_list("outcome", flat=True))
    assert sum(counts[outcome] for outcome in UNFINISHED) / sum(counts.values()) >= 1 / 3
    assert counts[Outcome.FAILED] and counts[Outcome.ABANDONED] and counts[Outcome.OPEN]


def test_evidence_levels_are_honest_and_differ(library: Library) -> None:
    levels = Counter(CasePage.objects.values_list("evidence_level", flat=True))
    assert len(levels) >= 3
    assert levels["einschaetzung"] >= 3


@pytest.mark.parametrize("code", CASES)
def test_case_passes_the_gate_and_hides_among_twenty(code: str, library: Library) -> None:
    page = library.page(code)
    assert problems(page) == []
    assert k_of_case(page, CaseText.of(page)) >= THRESHOLD == 20


# --------------------------------------------------------------------------- methods


@pytest.mark.parametrize("code", METHODS)
def test_card_is_a_full_record(code: str, library: Library) -> None:
    page = library.page(code)
    required = (
        "purpose purpose_tags group_min group_opt group_max difficulty phases roles materials pitfalls"
        " when_not online conflict_fit confidentiality"
    )
    recommended = (
        "alias_list description phase_of_meeting prep_minutes access_notes sources questions tips"
        " challenge_area_items review_due"
    )
    assert not missing(page, *required.split(), *recommended.split())
    assert len({note.need for note in page.access_notes.all()}) >= 3
    assert page.group_min <= page.group_opt <= page.group_max
    assert len(page.questions.all()) == 3


@pytest.mark.parametrize("code", METHODS)
def test_phases_sum_up_to_the_duration(code: str, library: Library) -> None:
    page, row = library.page(code), record("methods/demo", code)
    assert page.phase_sums() == (page.duration_min, page.duration_typ, page.duration_max)
    assert page.phase_sums() == (row["duration"]["min"], row["duration"]["typ"], row["duration"]["max"])
    assert not page.duration_reason
    for phase in page.phases.all():
        assert phase.minutes_min <= phase.minutes_typ <= phase.minutes_max
        assert len(phase.instruction) <= 220 and len(phase.script) <= 180


@pytest.mark.parametrize("code", [code for code, row in METHODS.items() if row["duration"].endswith(" min")])
def test_duration_is_the_named_one(code: str, library: Library) -> None:
    page = library.page(code)
    low, high = (int(number) for number in re.findall(r"\d+", METHODS[code]["duration"]))
    assert (page.duration_min, page.duration_max) == (low, high)


def test_most_cards_have_been_used_and_reported(library: Library) -> None:
    cards = MethodCardPage.objects.prefetch_related("usage_reports")
    reported = [card for card in cards if card.usage_reports.all()]
    assert len(reported) >= 20
    assert any(report.worked <= 2 for card in reported for report in card.usage_reports.all()), (
        "only successes are reported"
    )


# --------------------------------------------------------------------------- lessons


@pytest.fixture
def lessons(library: Library) -> list[LessonPage]:
    return list(
        LessonPage.objects.public()
        .with_public_associations()
        .select_related("superseded_by", "origin__cycle", "supersedes")
    )


def test_lessons_are_full_records(lessons: list[LessonPage]) -> None:
    assert len(lessons) >= 24
    for lesson in lessons:
        empty = missing(
            lesson,
            *[
                "statement",
                "kind",
                "observation",
                "insight",
                "recommendation",
                "addressees",
                "triggers",
                "sources",
                "owner_role",
                "review_due",
                "challenge_area_items",
                "sdgs",
            ],
        )
        assert not empty, (lesson.external_id, empty)
        assert lesson.applies_if and lesson.not_if, lesson.external_id
        assert len(lesson.statement) <= 240
        assert re.match(r"Wenn .+, dann .+ weil ", lesson.statement), lesson.statement


def test_chains_over_the_cycles_show_every_fate(lessons: list[LessonPage]) -> None:
    states = Counter(lesson.state for lesson in lessons)
    assert {
        LessonState.PROVISIONAL,
        LessonState.SUPERSEDED,
        LessonState.REFUTED,
        LessonState.CONTESTED,
        LessonState.ANCHORED,
        LessonState.SECURED,
    } <= set(states), states
    assert sum(lesson.confirming_cycles >= 2 for lesson in lessons) >= 5
    assert len({lesson.confidence.level for lesson in lessons}) >= 4


def test_adapted_lessons_lead_to_their_new_version(lessons: list[LessonPage]) -> None:
    adapted = [
        lesson for lesson in lessons if any(v.kind == VerdictKind.ADAPTED for v in lesson.verdicts.all())
    ]
    assert len(adapted) >= 3
    for lesson in adapted:
        newer = lesson.superseded_by
        assert newer.live and newer.statement != lesson.statement


def test_verdicts_come_after_the_origin_and_once_per_cycle(lessons: list[LessonPage]) -> None:
    for lesson in lessons:
        cycles = [verdict.cycle.number for verdict in lesson.verdicts.all()]
        assert len(set(cycles)) == len(cycles)
        assert all(number > lesson.origin.cycle.number for number in cycles), lesson.external_id
        assert all(verdict.reason for verdict in lesson.verdicts.all())


def test_anchors_of_lessons_name_existing_sections(lessons: list[LessonPage]) -> None:
    anchors = [anchor for lesson in lessons for anchor in lesson.anchors.all()]
    assert anchors
    for anchor in anchors:
        if anchor.fragment:
            assert anchor.fragment in {section["anchor"] for section in anchor.page.specific.section_values()}


# --------------------------------------------------------------------------- nobody is named


def test_no_text_names_a_municipality(library: Library) -> None:
    found: Counter[str] = Counter()
    for path in (path for folder in FOLDERS for path in sorted((REPOSITORY / folder).rglob("*.yaml"))):
        for text in demo_texts(path=path):
            plain = normalise(text).text
            found.update(
                finding.text for finding in find_places(plain, tokenise(plain)) if finding.certainty >= 0.5
            )
    assert set(found) - ORDINARY_WORDS - WIDE_AREAS == set()


def test_the_search_for_names_would_find_one() -> None:
    text = normalise("Die Runde traf sich in Schrobenhausen.").text
    assert [finding.text for finding in find_places(text, tokenise(text))] == ["Schrobenhausen"]


# --------------------------------------------------------------------------- links


def hrefs(html: str) -> Iterator[str]:
    """Addresses a page links to, entities resolved."""
    return (unescape(value) for value in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html))


def test_no_link_is_dead_and_every_fragment_exists(library: Library, public_pages: list[Page]) -> None:
    wanted: dict[str, set[str]] = {}
    for page in public_pages:
        path = page.get_url()
        for href in hrefs(browsed.read(path).text):
            parts = urlsplit(href)
            if parts.scheme in {"mailto", "tel"} or parts.query:
                continue
            assert not parts.netloc or parts.scheme == "https", href
            if not parts.netloc:
                wanted.setdefault(parts.path or path, set()).add(unquote(parts.fragment))
    assert len(wanted) > 100
    for path, fragments in wanted.items():
        answer = browsed.read(path)
        assert answer.status == 200, path
        for fragment in fragments - {""}:
            assert f'id="{fragment}"' in answer.text, f"{path}#{fragment}"


@pytest.mark.parametrize("start", ["/faelle/", "/methoden/", "/lehren/"])
def test_every_filter_that_is_offered_finds_as_much_as_it_says(
    start: str, library: Library, client: Client
) -> None:
    offered = re.findall(
        r'<input type="checkbox"\s+name="([^"]+)"\s+value="([^"]+)"[^>]*>\s*<span'
        r' class="facet__label">[^<]*</span>\s*<span class="facet__count">.*?</span>(\d+)<',
        browsed.read(start).text,
    )
    assert len(offered) >= 8
    for name, value, count in offered[::2]:
        response = client.get(start, {name: value})
        assert response.status_code == 200
        assert response.context["response"].total == int(count) > 0, (name, value)


# --------------------------------------------------------------------------- example queries


@pytest.mark.parametrize("row", QUERIES, ids=lambda row: row["query"][:30])
def test_example_query_finds_what_it_must(row: dict[str, str], library: Library, client: Client) -> None:
    hits = client.get("/api/v1/search", {"q": row["query"]}).json()["hits"]
    titles = [hit["title"] for hit in hits[:3]]
    expected = {library.page(code).title for code in row["primary"].split(",")}
    assert expected & set(titles), titles


def test_no_money_for_the_clubs_lists_the_voluntary_services_first(library: Library, client: Client) -> None:
    response = client.get("/suche/", {"q": "wir haben kein geld mehr für die vereine"})
    assert response.status_code == 200
    first = re.search(r'class="card__title[^"]*">\s*<a[^>]*href="([^"]+)"', response.text)
    assert first is not None
    assert urlsplit(unescape(first[1])).path == library.page("F01").get_url()


def test_question_about_unanswered_questions_is_no_error(library: Library, client: Client) -> None:
    row = next(row for row in VOCABULARY["example_queries"] if row["primary"] == "Radar")
    assert client.get("/suche/", {"q": row["query"]}).status_code == 200


def test_somebody_has_searched_for_every_demo_case(library: Any) -> None:
    """The queries are made of words of the text as it is, and lead to nobody."""
    for case in CasePage.objects.live().exclude(external_id=""):
        (search,) = case.intruder_tests.all()
        record = intruder_record(search)
        text = CaseText.of(case)
        told = " ".join(words for _field, words in (*text.written, *text.told))
        land = {"Gemeinde", "Bayern", "Baden-Württemberg"}
        strange = [
            word
            for query, _found in record.rows
            for word in query.strip('"').split()
            if word not in told and word not in land
        ]
        assert (search.verdict, search.version_hash, strange) == ("niemand", text.digest, []), (
            case.external_id
        )
        assert len(record.rows) >= LEAST_QUERIES, case.external_id
        assert search.minutes >= LEAST_MINUTES == 20, case.external_id
        assert unanswered(case, record.answers, record.note) == "", case.external_id
