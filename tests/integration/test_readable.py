"""One rule says who may read a page: whatever it hides is named, linked and counted nowhere."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from cases.gate import withdraw
from cases.models import CaseClearance, CasePage, CaseRelation, Consent, section_content
from cases.sections import LISTED, SECTIONS, CaseText
from knowledge.base import reading
from knowledge.enums import AccessLevel, SizeBand
from knowledge.models import ContentPage, CycleMembership, CyclePage, ForumCycle, LessonPage, record_models
from knowledge.permissions import audience_of
from knowledge.web.records import KINDS as KINDS_IN_ADDRESSES
from methods.models import MethodCardPage, MethodCombination, SessionBlock
from publications.models import PublicationPage
from search import registry
from search.contract import Audience, Viewer
from search.index import apply, outbox
from tests.integration.conftest import Library

KINDS = {"fall": "F07", "methode": "M01", "lehre": "L01", "veroeffentlichung": "P01", "staffel": "S1"}
PUBLIC = Viewer()
VIEWERS = {
    "public": PUBLIC,
    "alumni": Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI})),
    "own cycle": Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI, "cycle:1"})),
    "another cycle": Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI, "cycle:2"})),
    "editors": Viewer.editor(),
}


# --------------------------------------------------------------------------- ways to become unreadable


def _set(**values: Any) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        type(page).objects.filter(pk=page.pk).update(**values)
        outbox.enqueue(page)

    return change


def _only_for_the_first_cycle(page: Any) -> None:
    """Its term is "cycle:1" in the demo library, where cycles are made in their order."""
    cycle = ForumCycle.objects.get(number=1)
    assert audience_of(AccessLevel.CYCLE, cycle.pk) == "cycle:1"
    _set(access_level=AccessLevel.CYCLE, access_cycle=cycle)(page)


def _expire(page: Any) -> None:
    """Nobody does anything: its time has come, and no index was told."""
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))


def _take_consent_back(page: Any) -> None:
    Consent.objects.filter(case=page).update(withdrawn_at=timezone.now())
    outbox.enqueue(page)


def _age_detector(page: Any) -> None:
    CaseClearance.objects.filter(case=page).update(detector_order=0)
    outbox.enqueue(page)


def _take_clearance(page: Any) -> None:
    CaseClearance.objects.filter(case=page).delete()
    outbox.enqueue(page)


def _withdraw(page: Any) -> None:
    withdraw(case=page)


def _behind_the_gate(**values: Any) -> Callable[[Any], None]:
    """A script that asks nobody, and no index was told."""

    def change(page: Any) -> None:
        CasePage.objects.filter(pk=page.pk).update(**values)

    return change


ANY = {
    "not live": _set(live=False),
    "for alumni": _set(access_level=AccessLevel.ALUMNI),
    "for one cycle": _only_for_the_first_cycle,
    "for editors": _set(access_level=AccessLevel.EDITORS),
    "past its date": _expire,
}
CASES = {
    "consent gone": _take_consent_back,
    "old detector": _age_detector,
    "no clearance": _take_clearance,
    "withdrawn": _withdraw,
    "title behind the gate": _behind_the_gate(title="Der Quorvexfall, den niemand freigab"),
    "kernel behind the gate": _behind_the_gate(kernel="Ein Quorvexfall, den niemand freigab."),
    "English title behind the gate": _behind_the_gate(title_en="The quorvex case nobody released"),
    "band behind the gate": _behind_the_gate(size_band=SizeBand.VILLAGE),
}


# --------------------------------------------------------------------------- what is walked


@pytest.fixture
def marked(library: Library) -> dict[str, Any]:
    """One record of each kind with words that stand nowhere else. A case keeps its words, which were
    cleared.
    """
    card, lesson, publication, cycle = (
        library.page(KINDS[kind]) for kind in ("methode", "lehre", "veroeffentlichung", "staffel")
    )
    MethodCardPage.objects.filter(pk=card.pk).update(title="Quorvexmethode", purpose="Zum Quorvexzweck.")
    SessionBlock.objects.filter(method=card).update(title="Quorvexmethode im Plenum")
    LessonPage.objects.filter(pk=lesson.pk).update(title="Quorvexlehre", statement="Quorvexlehre")
    PublicationPage.objects.filter(pk=publication.pk).update(
        title="Quorvexleitfaden", abstract="Quorvexkurzfassung"
    )
    CyclePage.objects.filter(pk=cycle.pk).update(title="Quorvexstaffel")
    for page in (card, lesson, publication, cycle):
        outbox.enqueue(page)
    apply.drain()
    cache.clear()
    return {kind: library.page(code) for kind, code in KINDS.items()}


WORDS = {
    "methode": ("Quorvexmethode", "Quorvexzweck"),
    "lehre": ("Quorvexlehre",),
    "veroeffentlichung": ("Quorvexleitfaden", "Quorvexkurzfassung"),
    "staffel": ("Quorvexstaffel",),
}


def words_of(kind: str, page: Any) -> tuple[str, ...]:
    return (
        *(WORDS[kind] if kind in WORDS else (page.title, page.kernel[:40], "quorvexfall")),
        page.get_url(),
    )


def addresses(others: list[Page]) -> list[str]:
    asked = ("quorvexmethode", "quorvexlehre", "quorvexleitfaden", "quorvexstaffel", "haushalt")
    return [
        *(page.get_url() for page in others),
        *(
            f"{index}?seite={number}"
            for index in ("/faelle/", "/methoden/", "/lehren/")
            for number in range(2, 6)
        ),
        "/sitemap.xml",
        "/abdeckung/",
        "/en/",
        "/suche/",
        "/suche/atom",
        *(f"/api/v1/search?limit=100&offset={offset}" for offset in (0, 100)),
        *(f"/suche/?q={word}" for word in asked),
        *(f"/api/v1/search?q={word}" for word in asked),
        *(f"/api/v1/suggest?q={word[:7]}" for word in asked),
        "/api/v1/suggest?q=quorvex",
        *(f"/api/v1/{name}?limit=100" for name in KINDS_IN_ADDRESSES),
        "/suche/atom?q=quorvexmethode",
    ]


def walk(client: Client, marked: dict[str, Any], places: list[str]) -> dict[str, set[str]]:
    """Per kind those of the places at which a word or the address of its marked record stands; its own page
    and the echo of the query left out.
    """
    found: dict[str, set[str]] = {kind: set() for kind in marked}
    wanted = {kind: (page.get_url(), words_of(kind, page)) for kind, page in marked.items()}
    for address in places:
        text = client.get(address).content.decode().casefold()
        asked = address.partition("q=")[2]
        for kind, (own, words) in wanted.items():
            if address != own and any(word.casefold() in text for word in words if word.casefold() != asked):
                found[kind].add(address)
    return found


def totals(client: Client) -> dict[str, int]:
    return {kind: client.get(f"/api/v1/search?typ={kind}&limit=1").json()["total"] for kind in KINDS}


def facet_totals(client: Client) -> dict[str, int]:
    return {
        row["value"]: row["count"] for row in client.get("/api/v1/search?limit=1").json()["facets"]["typ"]
    }


def hide(reason: str, marked: dict[str, Any]) -> dict[str, Any]:
    """Make the records unreadable that can be so for this reason, and answer which."""
    chosen = marked if reason in ANY else {"fall": marked["fall"]}
    for page in chosen.values():
        (ANY | CASES)[reason](page)
    apply.drain()
    cache.clear()
    return chosen


# --------------------------------------------------------------------------- nothing of it anywhere


@pytest.fixture(scope="module")
def found_once() -> dict[str, set[str]]:
    """What ``naming`` has found, for all tests of this module."""
    return {}


@pytest.fixture
def naming(
    client: Client, marked: dict[str, Any], public_pages: list[Page], found_once: dict[str, set[str]]
) -> dict[str, set[str]]:
    """Per kind every address that names the marked record while it is readable; what does not name it then
    has no reason to do so later.
    """
    if not found_once:
        found_once |= walk(client, marked, addresses(public_pages))
    return found_once


def test_readable_records_are_named_elsewhere(naming: dict[str, set[str]], public_pages: list[Page]) -> None:
    """Else the tests below would prove nothing."""
    found = naming
    assert all(len(places) > 4 for places in found.values()), found
    pages = {page.get_url(): type(page).__name__ for page in public_pages}
    kinds = {kind: {pages.get(place, "") for place in places} for kind, places in found.items()}
    assert kinds["fall"] >= {"MethodCardPage", "LessonPage", "CasePage"}
    assert kinds["methode"] >= {"CasePage", "CyclePage", "MethodCardPage"}
    assert kinds["lehre"] >= {"CasePage"}


def some_of_each_type(places: set[str], types: dict[str, str]) -> set[str]:
    """Every address that is no page (lists, searches, feeds), and two pages of each type."""
    chosen = {place for place in places if place not in types}
    for name in set(types.values()):
        chosen |= set(sorted(place for place in places if types.get(place) == name)[:2])
    return chosen


def to_look_at(named: Iterable[set[str]], types: dict[str, str], everywhere: bool) -> list[str]:
    """All of these addresses, or some of each kind's."""
    return sorted(set().union(*(one if everywhere else some_of_each_type(one, types) for one in named)))


EVERYWHERE = pytest.mark.parametrize(
    "everywhere",
    [pytest.param(False, id="each type"), pytest.param(True, id="everywhere", marks=pytest.mark.drill)],
)
"""Whether two pages of each type are looked at, or all."""


@EVERYWHERE
@pytest.mark.parametrize("reason", [*ANY, *CASES])
def test_unreadable_record_leaves_no_word_link_or_count(
    client: Client,
    marked: dict[str, Any],
    naming: dict[str, set[str]],
    public_pages: list[Page],
    reason: str,
    everywhere: bool,
) -> None:
    types = {page.get_url(): type(page).__name__ for page in public_pages}
    before, facets = totals(client), facet_totals(client)
    # What was drawn from a withdrawn case goes to review with it: lessons, and the guide that prints it.
    lessons = list(LessonPage.objects.live().drawn_from(marked["fall"])) if reason == "withdrawn" else []
    gone = {"lehre": len(lessons), "veroeffentlichung": 1} if lessons else {}
    assert bool(lessons) == (reason == "withdrawn")
    hidden = hide(reason, marked)
    for kind in hidden:
        gone.setdefault(kind, 1)
    assert not any(client.get(lesson.get_url()).status_code == 200 for lesson in lessons)
    # All reasons are asked by the same rule, so one of them looks everywhere, the others at each type.
    places = to_look_at(
        [naming[kind] for kind in hidden], types, everywhere=everywhere or reason == "for editors"
    )
    assert {kind: found for kind, found in walk(client, hidden, places).items() if found} == {}
    if reason.endswith("behind the gate"):  # counts come from the index, which the night's check tells
        for page in hidden.values():
            outbox.enqueue(page)
        apply.drain()
    assert totals(client) == {kind: number - gone.get(kind, 0) for kind, number in before.items()}
    assert facet_totals(client) == {
        kind: left for kind, number in facets.items() if (left := number - gone.get(kind, 0))
    }


@pytest.mark.parametrize("reason", ["not live", "for alumni", "past its date", "old detector"])
def test_chapter_names_only_what_may_be_read(client: Client, library: Library, reason: str) -> None:
    """The guide is a marked record itself above, so its chapters are looked at here."""
    guide = client.get(library.page("P01").get_url()).text
    codes = ["F07"] if reason in CASES else ["F07", "M01", "L02"]
    pages = [library.page(code) for code in codes]
    assert all(page.get_url() in guide for page in pages)
    for page in pages:
        (ANY | CASES)[reason](page)
    guide = client.get(library.page("P01").get_url()).text
    assert [page for page in pages if page.get_url() in guide] == []


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete"])
@pytest.mark.parametrize("reason", [*ANY, "old detector"])
def test_no_method_answers_for_a_hidden_page(
    client: Client, library: Library, reason: str, method: str
) -> None:
    for code in ["F07"] if reason in CASES else KINDS.values():
        page = library.page(code)
        (ANY | CASES)[reason](page)
        assert getattr(client, method)(page.get_url()).status_code == 404, code


@pytest.mark.parametrize("field", ["takeaway", "title"])
def test_text_that_was_not_cleared_answers_no_method(client: Client, library: Library, field: str) -> None:
    page = library.page("F07")
    assert client.options(page.get_url()).status_code == 200
    CasePage.objects.filter(pk=page.pk).update(**{field: "Das hat niemand freigegeben."})
    assert client.options(page.get_url()).status_code == client.get(page.get_url()).status_code == 404


def test_words_changed_behind_the_gate_stand_nowhere(
    client: Client, marked: dict[str, Any], naming: dict[str, set[str]]
) -> None:
    """What lists do not print is compared by the page alone: the case is still named, as it was cleared."""
    page = marked["fall"]
    _behind_the_gate(takeaway="Ein Quorvexfall, den niemand freigab.")(page)
    texts = [client.get(address).text for address in sorted(naming["fall"])]
    assert any(page.title in text for text in texts)
    assert not any("quorvexfall" in text.casefold() for text in texts)
    outbox.enqueue(page)
    apply.drain()
    assert "quorvexfall" not in client.get("/api/v1/search?q=quorvexfall&limit=100").text.casefold().replace(
        '"quorvexfall"', ""
    )


def test_gate_keeps_whatever_lists_print_of_a_case(library: Library) -> None:
    columns = {"evidence": "evidence_level", "period": "period_band", "text_en": "kernel_en"}
    hit = registry.source_for("case").build(library.page("F01"))
    shown = hit.display.keys() - {"outcome", "became", "since"}  # these are the gate's own, or follow-ups
    assert {columns.get(name, name) for name in shown} | {"title", "kernel"} == set(LISTED)
    assert {*LISTED, "outcome"} <= {field.name for field in CaseClearance._meta.fields}


@pytest.mark.parametrize(
    "path", ["/impressum/", "/zielgruppen/buergermeister/", "/themen/finanzen/", "/faelle/"]
)
def test_any_page_past_its_date_is_gone(client: Client, library: Library, path: str) -> None:
    page = Page.objects.get(url_path=f"/start{path}")
    assert client.get(path).status_code == 200
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(path).status_code == client.options(path).status_code == 404
    assert f"<loc>http://localhost{path}</loc>" not in client.get("/sitemap.xml").text
    assert (
        path == "/themen/finanzen/"
        or f'href="{path}"' not in client.get("/zielgruppen/").text.split("<main")[1].split("</main")[0]
    )
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + datetime.timedelta(days=1))
    assert client.get(path).status_code == 200


@EVERYWHERE
def test_alumni_read_what_is_for_them_where_it_is_named(
    signed_in: Callable[[str], Client],
    marked: dict[str, Any],
    naming: dict[str, set[str]],
    public_pages: list[Page],
    everywhere: bool,
) -> None:
    hide("for alumni", marked)
    pages = {page.get_url(): type(page).__name__ for page in public_pages}
    places = to_look_at(naming.values(), pages, everywhere)
    found = walk(signed_in("alumna"), marked, places)
    on_pages = pages.keys() & set(places)
    assert {place for kind, named in naming.items() for place in (named & on_pages) - found[kind]} == set()
    kinds = {kind: {pages.get(place, "") for place in places} for kind, places in found.items()}
    assert kinds["fall"] >= {"MethodCardPage", "LessonPage", "CasePage"}
    assert kinds["methode"] >= {"CasePage", "CyclePage", "MethodCardPage"}
    assert kinds["lehre"] >= {"CasePage"}
    assert "/staffeln/" in found["staffel"]


@EVERYWHERE
def test_alumna_of_another_cycle_finds_no_trace(
    signed_in: Callable[[str], Client],
    marked: dict[str, Any],
    naming: dict[str, set[str]],
    public_pages: list[Page],
    everywhere: bool,
) -> None:
    """The demo alumna has been to the third cycle; once she is entered for the first she reads all of it."""
    types = {page.get_url(): type(page).__name__ for page in public_pages}
    client = signed_in("alumna")
    before, facets = totals(client), facet_totals(client)
    hide("for one cycle", marked)
    places = to_look_at(naming.values(), types, everywhere)
    assert {kind: found for kind, found in walk(client, marked, places).items() if found} == {}
    assert totals(client) == {kind: number - 1 for kind, number in before.items()}
    assert facet_totals(client) == {kind: left for kind, number in facets.items() if (left := number - 1)}
    for page in marked.values():
        assert client.get(page.get_url()).status_code == 404
    key = registry.source_for("case").key(marked["fall"])
    assert client.get(f"/api/v1/cases/{key}").status_code == 404
    CycleMembership.objects.create(
        user=get_user_model().objects.get(username="alumna"), cycle=ForumCycle.objects.get(number=1)
    )
    assert totals(client) == before and facet_totals(client) == facets
    assert all(client.get(page.get_url()).status_code == 200 for page in marked.values())
    assert client.get(f"/api/v1/cases/{key}").json()["title"] == marked["fall"].title
    found = walk(client, marked, ["/api/v1/search?q=quorvexmethode", "/api/v1/cases?limit=100"])
    assert found["methode"] and found["fall"]
    assert client.get("/api/v1/suggest?q=quorvex").json()["items"] == []


@EVERYWHERE
def test_private_parent_hides_what_lies_below(
    client: Client,
    marked: dict[str, Any],
    naming: dict[str, set[str]],
    public_pages: list[Page],
    signed_in: Callable[[str], Client],
    everywhere: bool,
) -> None:
    """One of Wagtail's own restrictions, on the page above: no index holds what lies below."""
    types = {page.get_url(): type(page).__name__ for page in public_pages}
    parent = marked["methode"].get_parent()
    PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.GROUPS)
    apply.drain()
    cache.clear()
    named = to_look_at([naming["methode"]], types, everywhere)
    places = [place for place in named if not place.startswith("/methoden/")]
    for who in (client, signed_in("alumna")):
        assert walk(who, {"methode": marked["methode"]}, places)["methode"] == set()
        assert totals(who)["methode"] == 0
        assert "methode" not in facet_totals(who)
    PageViewRestriction.objects.get(page=parent).delete()
    apply.drain()
    assert totals(client)["methode"] > 20


def test_combined_method_for_alumni_stands_on_no_card(
    client: Client, marked: dict[str, Any], library: Library
) -> None:
    other = library.page("M28")
    MethodCombination.objects.get_or_create(card=other, other=marked["methode"], position="danach")
    assert "Quorvexmethode" in client.get(other.get_url()).text
    hide("for alumni", marked)
    assert "Quorvexmethode" not in client.get(other.get_url()).text


def test_versions_of_a_lesson_are_named_to_those_who_may_read_them(
    client: Client, library: Library, signed_in: Callable[[str], Client]
) -> None:
    old, new = library.page("L05"), library.page("L06")
    LessonPage.objects.filter(pk=new.pk).update(supersedes=old, short_name="Quorvexfassung")
    assert "Quorvexfassung" in client.get(old.get_url()).text
    _set(access_level=AccessLevel.ALUMNI)(new)
    assert "Quorvexfassung" not in client.get(old.get_url()).text
    assert "Quorvexfassung" in signed_in("alumna").get(old.get_url()).text
    LessonPage.objects.filter(pk=new.pk).update(access_level=AccessLevel.PUBLIC)
    assert old.name in client.get(new.get_url()).text
    _expire(old)
    assert old.name not in client.get(new.get_url()).text


def test_link_in_a_text_leads_only_to_what_everybody_may_read(client: Client, library: Library) -> None:
    card, page = library.page("M01"), ContentPage.objects.get(slug="impressum")
    page.body = [("paragraph", f'<p>Siehe <a linktype="page" id="{card.pk}">dort</a>.</p>')]
    page.save()
    assert f'<a href="{card.get_url()}">dort</a>' in client.get("/impressum/").text
    _set(access_level=AccessLevel.ALUMNI)(card)
    assert "<a>dort</a>" in client.get("/impressum/").text


def test_case_giver_is_asked_about_the_body_alone(library: Library) -> None:
    """Neither a related case nor a card is named on the page of the release."""
    case = CasePage.objects.filter(relations__isnull=False, case_methods__isnull=False).first()
    text = CaseText.of(case)
    shown = " ".join(str(item.html) for section in SECTIONS for item in section_content(case, section, text))
    assert case.kernel in shown
    assert CaseRelation.objects.filter(case=case).first().other.title not in shown
    assert case.case_methods.first().method.title not in shown


# --------------------------------------------------------------------------- one rule, told twice


@pytest.mark.parametrize("who", VIEWERS)
def test_query_and_page_tell_the_same(library: Library, who: str) -> None:
    viewer = VIEWERS[who]
    reasons = list(ANY.values())
    for model in record_models():
        for number, page in enumerate(model.objects.order_by("translation_key")[:6]):
            (reasons[number] if number < len(reasons) else lambda page: None)(page)
    for change, case in zip(
        CASES.values(), CasePage.objects.order_by("-translation_key")[: len(CASES)], strict=True
    ):
        change(case)
    for page, kind in (
        (library.page("M09"), PageViewRestriction.LOGIN),
        (library.page("L09"), PageViewRestriction.PASSWORD),
    ):
        PageViewRestriction.objects.create(page=page, restriction_type=kind)
    for model in record_models():
        asked = {page.pk for page in model.objects.all() if page.is_readable_by(viewer)}
        assert asked == set(model.objects.readable_by(viewer).values_list("pk", flat=True))
        assert asked == set(reading.readable_pages(model.objects.values("pk"), viewer))
        assert asked or model.objects.count() <= len(reasons)
        assert who == "editors" or len(asked) < model.objects.count()


def test_readable_pages_cost_one_query(library: Library) -> None:
    ids = list(Page.objects.values_list("pk", flat=True))
    counts = []
    for some in (ids[:20], ids):
        with CaptureQueriesContext(connection) as queries:
            assert reading.readable_pages(some, PUBLIC)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_sitemap_costs_the_same_for_any_number_of_pages(client: Client, library: Library) -> None:
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as queries:
        client.get("/sitemap.xml")
    assert len(queries) <= 4


# --------------------------------------------------------------------------- files


@pytest.fixture
def document(library: Library) -> Any:
    return library.page("P01").pdf


@pytest.mark.parametrize("reason", ANY)
def test_document_of_a_hidden_page_is_hidden(
    client: Client, library: Library, document: Any, reason: str
) -> None:
    assert client.get(document.url).status_code == 200
    ANY[reason](library.page("P01"))
    for method in ("get", "head"):
        assert getattr(client, method)(document.url).status_code == 404
    assert client.get(f"/documents/{document.pk}/").status_code == 404
    assert client.get(document.url, headers={"If-None-Match": f'"{document.file_hash}"'}).status_code == 404


def test_document_for_alumni_is_theirs_and_in_no_cache(
    client: Client, library: Library, document: Any, signed_in: Callable[[str], Client]
) -> None:
    assert "no-store" not in client.get(document.url).headers.get("Cache-Control", "")
    _set(access_level=AccessLevel.ALUMNI)(library.page("P01"))
    response = signed_in("alumna").get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert "no-store" in response.headers["Cache-Control"]


def test_document_is_public_as_soon_as_one_readable_page_links_to_it(
    client: Client, library: Library, document: Any, django_capture_on_commit_callbacks: Any
) -> None:
    _set(access_level=AccessLevel.EDITORS)(library.page("P01"))
    page = ContentPage.objects.get(slug="impressum")
    page.body = [("paragraph", f'<p><a linktype="document" id="{document.pk}">PDF</a></p>')]
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    assert client.get(document.url).status_code == 200
    Page.objects.filter(pk=page.pk).update(live=False)
    assert client.get(document.url).status_code == 404


def test_document_that_no_page_uses_is_for_editors(
    client: Client, library: Library, document: Any, signed_in: Callable[[str], Client]
) -> None:
    unused = get_document_model()(title="Ungenutzt", file=document.file, file_size=1)
    get_document_model().objects.bulk_create([unused])
    unused = get_document_model().objects.get(title="Ungenutzt")
    assert client.get(unused.url).status_code == 404
    assert signed_in("alumna").get(unused.url).status_code == 404
    assert signed_in("redaktion").get(unused.url).status_code == 200
