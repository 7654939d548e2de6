"""What pages of records print: rows whose page may be read, verdicts without their order in time."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, RequestContext
from django.test import RequestFactory

from knowledge.models import LessonPage, LessonSource
from knowledge.templatetags import records
from tests.factories import ChallengeAreaFactory, ChallengeAreaPageFactory, LessonPageFactory


def test_lists_side_by_side_end_with_the_shorter() -> None:
    assert records.paired([1, 2, 3], "ab") == [(1, "a"), (2, "b")]


def test_verdicts_stand_by_judgement_and_alphabet() -> None:
    rows = [
        SimpleNamespace(kind="widerlegt", reason="Nein."),
        SimpleNamespace(kind="bestaetigt", reason="Zweitens."),
        SimpleNamespace(kind="bestaetigt", reason="Erstens."),
    ]
    assert records.verdict_groups(rows) == [
        {"kind": "bestaetigt", "count": 2, "reasons": ["Erstens.", "Zweitens."]},
        {"kind": "widerlegt", "count": 1, "reasons": ["Nein."]},
    ]
    assert records.verdict_groups([]) == []


def test_headings_of_a_chapter_alone_stand_below_its_title() -> None:
    text = '<h3 id="a">Im Raum</h3><p>&lt;h3&gt; <hr/></p><h4>Auf dem Papier</h4>'
    assert records.one_level_up(text) == (
        '<h2 id="a">Im Raum</h2><p>&lt;h3&gt; <hr/></p><h3>Auf dem Papier</h3>'
    )
    assert records.one_level_up("<h2>Schon oben</h2>") == "<h2>Schon oben</h2>"


def test_kind_of_a_record_and_of_anything_else() -> None:
    assert records.page_kind(LessonPage.__new__(LessonPage)) == "lesson"
    assert records.page_kind(LessonSource()) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "came_from", "said"),
    [
        ("oeffentlich", "", ("", "", "")),
        ("alumni", "", ("Nur Alumni", "", "")),
        ("oeffentlich", "https://andere.example/b/", ("", "https://andere.example/b/", "andere.example")),
        ("oeffentlich", "javascript:alert(1)", ("", "", "")),
    ],
)
def test_a_record_says_who_reads_it_and_where_it_comes_from(
    level: str, came_from: str, said: tuple[str, str, str]
) -> None:
    page = LessonPage(access_level=level, came_from=came_from)
    told = records.provenance(Context({"page": page}))
    assert (told["readers"], told["library"], told["host"]) == said


@pytest.mark.django_db
def test_rows_lead_only_where_this_reader_may_go(rf: RequestFactory) -> None:
    lesson, public, inner = (
        LessonPageFactory(),
        LessonPageFactory(),
        LessonPageFactory(access_level="redaktion"),
    )
    rows = [
        LessonSource.objects.create(lesson=lesson, page=page, role="ursprung") for page in (public, inner)
    ]
    ((found,), nothing) = records.readable({"request": rf.get("/")}, rows, [])
    assert (found[0], found[1].pk) == (rows[0], public.pk)
    assert nothing == []


@pytest.mark.django_db
def test_areas_are_links_by_their_names_while_their_page_may_be_read(rf: RequestFactory) -> None:
    area = ChallengeAreaFactory(slug="finanzen", name="Knappe Kassen & mehr")
    page = ChallengeAreaPageFactory(area=area)
    items = [SimpleNamespace(tag_id=area.pk), SimpleNamespace(tag_id=0)]
    context = {"request": rf.get("/")}
    assert records.area_chips(context, items) == (
        '<li><a class="tag" href="/themen/finanzen/">Knappe Kassen &amp; mehr</a></li>'
    )
    page.unpublish()
    assert records.area_chips(context, items) == (
        '<li><span class="tag">Knappe Kassen &amp; mehr</span></li>'
    )


@pytest.mark.django_db
def test_sources_of_chapters_are_fetched_once(rf: RequestFactory, django_assert_num_queries: object) -> None:
    public, inner = LessonPageFactory(), LessonPageFactory(access_level="redaktion")
    chapters = [{"derived_from": [public, inner, None]}, {"derived_from": [public]}]
    context = RequestContext(rf.get("/"), {"request": rf.get("/")})
    assert [page.pk for page in records.chapter_sources(context, chapters, chapters[0])] == [public.pk]
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert [page.pk for page in records.chapter_sources(context, chapters, chapters[1])] == [public.pk]
