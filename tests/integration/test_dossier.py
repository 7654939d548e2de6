"""A dossier: what was collected, in every format, from what everybody may read."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from cases.gate.consents import withdraw
from knowledge.anonymity.files import clean_pdf
from knowledge.enums import AccessLevel, LessonState, Outcome
from knowledge.guard.uploads import findings_in
from knowledge.host import host_look
from knowledge.jobs import Job, run_job
from knowledge.listing import describe
from knowledge.models import LessonPage
from publications.dossier import AUDIENCES, PAGES, Selection, collect, compose, records, write
from publications.dossier.blocks import Grid
from publications.dossier.orders import forget_old_orders
from publications.models import DossierOrder
from search import registry
from search.contract import Viewer
from search.public_forms import Limit
from tests.integration.conftest import Library
from tests.sampling import sampled

#: Each length once, each audience once, and what the form asks for by itself: a PDF takes a second or two.
FILES = [*zip((*PAGES, *PAGES), AUDIENCES, strict=False), (4, "gemeinderat")]


def key(page: Any) -> str:
    source = registry.source_of(page)
    assert source is not None
    return source.key(page)


def address(*pages: Any, **more: Any) -> str:
    chosen = "&".join(f"key={key(page)}" for page in pages)
    return f"/dossier/?{chosen}" + "".join(f"&{name}={value}" for name, value in more.items())


@pytest.fixture
def three(library: Library) -> list[Any]:
    return [library.page(code) for code in ("F01", "L01", "M01")]


def text_of_docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def text_of_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def in_every_format(*pages: Any, **more: Any) -> dict[str, str]:
    selection = Selection.from_pairs((key(page), "") for page in pages)
    made = compose(selection, *collect(selection))
    return {
        "html": write(made, "html").decode(),
        "md": write(made, "md").decode(),
        "docx": text_of_docx(write(made, "docx")),
        "pdf": text_of_pdf(write(made, "pdf")),
    }


def plain(text: str) -> str:
    """Letters alone: a PDF breaks words, Markdown escapes."""
    return re.sub(r"[\W_]", "", text.replace("\u00ad", ""))


# --------------------------------------------------------------------------- the page


def test_page_shows_what_the_address_says(three: list[Any], strict_templates: None) -> None:
    response = Client().get(address(*three))
    body = response.content.decode()
    assert response.status_code == 200
    assert [page.title in body for page in three] == [True] * 3
    assert not response.cookies


def test_each_record_of_the_list_says_how_it_ended_or_stands(library: Library) -> None:
    case, lesson = library.page("F12"), library.page("L04")
    body = " ".join(Client().get(address(case, lesson)).content.decode().split())
    assert f"Ausgang: {Outcome(case.shown_outcome).label}</p>" in body
    assert f"Stand: {lesson.state.label}</p>" in body


def test_records_move_and_go_without_a_script(three: list[Any]) -> None:
    first, second, third = three
    moved = Client().get(address(first, second, third, hoch=2), follow=True)
    keys = re.findall(r'name="key" value="([^"]+)"', moved.content.decode())
    assert keys == [key(first), key(third), key(second)]
    gone = Client().get(address(first, second, weg=0), follow=True)
    assert re.findall(r'name="key" value="([^"]+)"', gone.content.decode()) == [key(second)]


def test_an_address_of_the_library_adds_its_record(three: list[Any]) -> None:
    for given in (three[0].get_url(), f"https://wissen.example{three[0].get_url()}#ideen", "F01"):
        response = Client().get("/dossier/", {"dazu": given}, follow=True)
        assert three[0].title in response.content.decode(), given


def test_a_chapter_is_added_by_its_address(library: Library) -> None:
    page = library.page("P01")
    anchor = page.section_values()[1]["anchor"]
    response = Client().get("/dossier/", {"dazu": f"{page.get_url()}{anchor}/"}, follow=True)
    assert f"{key(page)}#{anchor}" in response.content.decode()
    assert page.section_values()[1]["title"] in response.content.decode()


@pytest.mark.parametrize("written", ["{url}gibt-es-nicht/", "{url}#gibt-es-nicht", "{key}#gibt-es-nicht"])
def test_a_chapter_that_there_is_not_is_named_as_missing(library: Library, written: str) -> None:
    page = library.page("P01")
    given = written.format(url=page.get_url(), key=key(page))
    sent = {"dazu": given, "key": key(library.page("F01"))}
    shown = Client().get("/dossier/", sent, follow=True)
    assert shown.status_code == 200
    (gone,) = shown.context["missing"]
    assert gone.key == f"{key(page)}#gibt-es-nicht"
    assert gone.key in shown.text and gone.sentence in shown.text
    assert library.page("F01").title in shown.text
    assert 'gibt-es-nicht/"' not in shown.text


def test_each_part_of_a_publication_leads_to_where_it_stands(library: Library) -> None:
    page = library.page("P01")
    parts = describe(page, Viewer()).sections
    assert parts[0].anchor == "zusammenfassung" and len(parts) > 5
    nowhere = []
    for part in parts:
        chosen = Selection.of_keys([f"{key(page)}#{part.anchor}"], audience="amt", pages=4, title="")
        ((source,), missing) = collect(chosen)
        path, _hash, fragment = source.address.removeprefix(settings.PUBLIC_URL).partition("#")
        answer = Client().get(path)
        if answer.status_code != 200 or f'id="{fragment or "inhalt"}"' not in answer.text or missing:
            nowhere.append(source.address)
    assert nowhere == []


def test_remarks_stay_with_their_records(three: list[Any]) -> None:
    query = {"key": [key(page) for page in three], "notiz": ["", "für Dienstag", ""], "hoch": "1"}
    response = Client().get("/dossier/", query, follow=True)
    pattern = r'name="key" value="([^"]+)".*?name="notiz".*?value="([^"]*)"'
    rows = re.findall(pattern, response.content.decode(), re.S)
    assert rows[0] == (key(three[1]), "für Dienstag")
    shown = Client().get("/dossier/ansicht/", query | {"fuer": "amt", "seiten": "12"}).content.decode()
    assert "für Dienstag" in shown


def test_an_address_to_pass_on_has_no_remarks_unless_they_are_wanted(three: list[Any]) -> None:
    query = {"key": key(three[0]), "notiz": "für Dienstag"}
    for answer in (Client().get("/dossier/", query), Client().post("/dossier/", query)):
        plain, with_remarks = re.findall(r"<code[^>]*>(http[^<]*)</code>", answer.text)
        assert "notiz" not in plain
        assert "notiz=f%C3%BCr+Dienstag" in with_remarks
    without = Client().get("/dossier/", {"key": key(three[0])}).text
    assert re.search(r"<details data-share-notes hidden>", without)


@pytest.mark.parametrize("address", ["/dossier/ansicht/", "/dossier/dossier.md"])
def test_a_form_sends_remarks_that_no_address_has(three: list[Any], address: str) -> None:
    sent = Client().post(address, {"key": key(three[0]), "notiz": "für Dienstag", "fuer": "amt"})
    assert "für Dienstag" in sent.text
    assert sent["Cache-Control"] == "private, no-store"


def test_too_many_orders_are_refused_and_the_remarks_stay(
    three: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limit, "take", lambda *_args: timezone.now())
    form = {"key": key(three[0]), "notiz": "für Dienstag", "format": "docx"}
    answer = Client().post("/dossier/bestellen/", form)
    again = Client().get("/dossier/bestellen/")
    assert (again.status_code, again["Location"]) == (302, "/dossier/"), (
        "the address of that page is asked for"
    )
    assert (answer.status_code, DossierOrder.objects.count()) == (429, 0)
    assert "Bitte in einer Stunde noch einmal" in answer.text and 'value="für Dienstag"' in answer.text


def test_missing_and_inner_keys_are_named_and_the_rest_is_built(three: list[Any]) -> None:
    inner = three[1]
    type(inner).objects.filter(pk=inner.pk).update(access_level=AccessLevel.ALUMNI)
    unknown = "case:" + "0" * 32
    body = Client().get(f"{address(three[0], inner)}&key={unknown}&key=quatsch").content.decode()
    assert three[0].title in body
    assert inner.title not in body
    assert body.count("Gibt es nicht oder ist nicht öffentlich.") == 2, "inner and unknown are not told apart"
    assert "Das ist keine Kennung der Bibliothek." in body


def test_an_inner_record_is_missing_whoever_let_it_through(
    three: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the list forgets the level, what describes a record to everybody does not."""
    inner = three[1]
    type(inner).objects.filter(pk=inner.pk).update(access_level=AccessLevel.ALUMNI)
    inner.refresh_from_db()
    monkeypatch.setattr(records, "_page", lambda key: inner)
    found, missing = collect(Selection.from_pairs([(key(inner), "")]))
    assert (found, [one.key for one in missing]) == ([], [key(inner)])


def test_an_empty_dossier_says_how_to_begin(library: Library, strict_templates: None) -> None:
    assert "Noch nichts gemerkt" in Client().get("/dossier/").content.decode()
    assert Client().get("/dossier/?seiten=7&fuer=niemand&hoch=x&weg=99&key=%00").status_code == 200


# --------------------------------------------------------------------------- the dossier


@pytest.mark.parametrize(("pages", "audience"), sampled(product(PAGES, AUDIENCES), keep=FILES))
def test_each_length_and_audience_keeps_its_pages(three: list[Any], audience: str, pages: int) -> None:
    selection = Selection.of_keys([key(page) for page in three], audience=audience, pages=pages)
    made = compose(selection, *collect(selection))
    with pypdfium2.PdfDocument(write(made, "pdf")) as document:
        assert len(document) <= pages
    assert len(made.sources) == 3


def test_the_council_gets_a_draft_of_its_paper(three: list[Any]) -> None:
    query = {"key": [key(page) for page in three], "fuer": "gemeinderat", "seiten": "1"}
    body = Client().get("/dossier/ansicht/", query).content.decode()
    wanted = ("Sachverhalt", "Erfahrungen anderer Kommunen", "Kosten und Aufwand", "Alternativen")
    places = [body.index(f">{title}<") for title in wanted]
    assert places == sorted(places)
    assert "Verändert umgesetzt" in body or "Begonnen" in body
    assert "Hallengebühr für alle" in body, "an idea that was rejected is an alternative"


def test_every_statement_names_its_record_and_date(three: list[Any]) -> None:
    selection = Selection.of_keys([key(page) for page in three], audience="amt", pages=12)
    made = compose(selection, *collect(selection))
    told = [block for block in made.blocks if block.kind == "paragraph" and block.lead != "Anmerkung"]
    assert told
    assert all(re.fullmatch(r"\[[123], \d\d\.\d\d\.\d{4}\]", block.mark) for block in told)
    assert all(mark for block in made.blocks if block.kind == "bullets" for _text, mark in block.lines)
    for page, line in zip(three, made.references, strict=True):
        assert page.title.rstrip(".") in line and page.get_url() in line
        assert key(page) not in line, "a key says nothing to whoever reads a paper"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_failed_is_told_to_its_end(library: Library, audience: str) -> None:
    """It began well; whoever reads the beginning alone would believe the opposite."""
    case = library.page("F21")
    selection = Selection.of_keys([key(case)], audience=audience, pages=4)
    said = write(compose(selection, *collect(selection)), "md").decode()
    ended = case.public_became.told
    assert plain(ended) in plain(said)
    assert f"{case.get_outcome_display()}" in said


def test_six_failed_cases_fit_on_a_page_with_their_titles(library: Library) -> None:
    keys = [key(library.page(code)) for code in ("F09", "F10", "F12", "F21", "F28", "F29")]
    selection = Selection.of_keys(keys, audience="gemeinderat", pages=1)
    assert len(pypdfium2.PdfDocument(write(compose(selection, *collect(selection)), "pdf"))) == 1


@pytest.mark.parametrize("audience", sampled(AUDIENCES, keep=["gemeinderat"]))
def test_twenty_records_fit_on_the_one_page_that_was_asked_for(library: Library, audience: str) -> None:
    codes = [f"F{number:02}" for number in range(1, 11)] + [f"L{number:02}" for number in range(1, 11)]
    selection = Selection.of_keys(codes, pages=1, audience=audience)
    made = compose(selection, *collect(selection))
    assert len(made.sources) == 20 and len(made.references) == 7
    with pypdfium2.PdfDocument(write(made, "pdf")) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
    assert "[20]" in text and "[1, " in text


def test_a_proposal_rests_on_a_case_or_says_that_it_does_not(library: Library) -> None:
    alone = proposal("L01")
    assert alone.index("kein Fall") < alone.index("[1, ")
    both = proposal("L01", "F06")
    assert "kein Fall" not in both
    assert both.index("[2, ") < both.index("[1, "), "what carried in a case comes first"
    nothing = proposal("L04", "F12")
    assert "[Was die Verwaltung vorschlägt.]" in nothing and "[1, " not in nothing, "refuted, failed"


def test_what_is_contested_says_so_in_a_proposal(library: Library) -> None:
    lesson = next(page for page in LessonPage.objects.public() if page.state == LessonState.CONTESTED)
    assert "(Strittig)" in proposal(key(lesson))
    assert "Strittig" not in proposal("L01")


def proposal(*codes: str) -> str:
    """What a decision paper of these records proposes."""
    selection = Selection.of_keys(codes, pages=4, audience="gemeinderat")
    whole = write(compose(selection, *collect(selection)), "md").decode().replace("\\", "")
    return whole.split("## Vorschlag der Verwaltung")[1].split("##")[0]


def part_of_paper(heading: str, *codes: str, pages: int = 4) -> str:
    """A part of the decision paper of these records."""
    return whole_paper(*codes, pages=pages).split(f"## {heading}\n")[1].split("\n## ")[0]


def whole_paper(*codes: str, pages: int = 4) -> str:
    """The decision paper of these records as Markdown."""
    selection = Selection.of_keys(codes, pages=pages, audience="gemeinderat")
    return write(compose(selection, *collect(selection)), "md").decode().replace("\\", "")


@pytest.mark.parametrize("pages", PAGES)
@pytest.mark.parametrize("code", ["F03", "F09", "F26"])
def test_what_a_council_left_open_or_refused_is_no_proposal(library: Library, code: str, pages: int) -> None:
    """Each of them has a draft of its own; none of the councils followed it."""
    case = library.page(code)
    draft = next(block.value for block in case.attachments if block.block_type == "decision")
    resolution = part_of_paper("Beschlussvorschlag", code, pages=pages)
    assert "Kein Beispiel trägt einen Beschluss" in resolution
    assert all(line.strip() not in resolution for line in draft["proposal"].splitlines() if line.strip())
    proposed = part_of_paper("Vorschlag der Verwaltung", code, pages=pages)
    taken = [idea.text for idea in case.ideas.all() if idea.status == "aufgegriffen"]
    assert taken and all(text not in proposed for text in taken)
    if pages == 12:
        alternatives = part_of_paper("Alternativen", code, pages=pages)
        outcome = f"Dort aufgegriffen; Ausgang: {case.get_outcome_display()}"
        assert taken[0].rstrip(".") in alternatives and outcome in alternatives


def test_a_method_is_neither_a_proposal_nor_an_experience(library: Library) -> None:
    method = library.page("M01")
    for heading in ("Vorschlag der Verwaltung", "Erfahrungen anderer Kommunen"):
        part = part_of_paper(heading, "F01", "M01")
        assert "[1, " in part and "[2, " not in part and method.title not in part
    ways = part_of_paper("So ließe sich beraten", "F01", "M01")
    assert method.title in ways and "[2, " in ways
    assert "keine Erfahrung" in part_of_paper("Erfahrungen anderer Kommunen", "M01")
    for form, text in in_every_format(library.page("F01"), method).items():
        assert "Soließesichberaten" in plain(text), form
        assert plain(text).index("Soließesichberaten") < plain(text).index("DerGemeinderatbeschließt"), form


@pytest.mark.parametrize("kind", ["publication", "cycle"])
def test_what_tells_no_outcome_is_no_experience(library: Library, kind: str) -> None:
    page = registry.source_for(kind).public().first()
    table = part_of_paper("Erfahrungen anderer Kommunen", "F01", "L01", key(page))
    assert "[2, " in table and "[3" not in table
    further = part_of_paper("Zum Weiterlesen", "F01", "L01", key(page))
    assert page.title in further and "[3" in further
    assert "Zum Weiterlesen" not in whole_paper("F01", "L01")


def test_a_cycle_is_named_with_its_years(library: Library) -> None:
    page = library.page("S1")
    years = f"{page.cycle.starts.year}–{page.cycle.ends.year}"
    assert f"{page.title} ({years})" in part_of_paper("Zum Weiterlesen", "F01", key(page))
    for pages in PAGES:
        for audience in AUDIENCES:
            asked = {"key": key(page), "seiten": pages, "fuer": audience}
            said = Client().get("/dossier/ansicht/", asked).content.decode()
            assert page.title in said and years in said, (audience, pages)
            assert "ohne Datum" not in said
            assert f'href="{settings.PUBLIC_URL}{page.get_url()}"' in said
    assert f"Zeitraum: {years}" in Client().get(address(page)).content.decode()


def test_no_table_of_a_dossier_has_an_empty_cell(library: Library) -> None:
    """Of every kind one, for every audience: a dash says nothing to who decides."""
    pages = [
        registry.source_for(kind).public().first()
        for kind in ("case", "lesson", "method", "publication", "cycle")
    ]
    for audience in AUDIENCES:
        selection = Selection.of_keys([key(page) for page in pages], pages=4, audience=audience)
        for block in compose(selection, *collect(selection)).blocks:
            if isinstance(block, Grid):
                assert not [row for row in block.rows if not all(cell.strip(" –") for cell in row)], audience


def test_a_dossier_is_german_on_english_pages_too(three: list[Any]) -> None:
    query = {"key": [*(key(page) for page in three), "case:" + "0" * 32], "seiten": "1"}
    for seiten in PAGES:
        german = Client().get("/dossier/ansicht/", query | {"seiten": seiten}).content.decode()
        english = Client().get("/en/dossier/ansicht/", query | {"seiten": seiten}).content.decode()
        said = re.compile(r'<article class="dossier prose"[^>]*>(.*?)</article>', re.S)
        assert said.findall(german) == said.findall(english) != []
        assert "Gibt es nicht" in english and "as of" not in english
    files = [Client().get(f"{start}/dossier/dossier.md", query).content for start in ("", "/en")]
    assert files[0] == files[1]


def test_a_draft_that_carried_is_named_with_its_outcome(library: Library) -> None:
    resolution = part_of_paper("Beschlussvorschlag", "F03", "F01")
    assert "Verändert umgesetzt" in resolution
    assert "[2, " in resolution and "[1, " not in resolution


def test_a_sum_says_what_it_was_for(library: Library) -> None:
    assert "Aufwand der Beratung und Umsetzung dort, nicht der Preis der Sache: 5.000" in part_of_paper(
        "Kosten und Aufwand", "F03"
    )


def test_rows_of_a_record_stay_apart_in_every_format(library: Library) -> None:
    """A warning that runs on behind a condition reads as one."""
    case = library.page("F03")
    warned = [f"Davor warnen wir: {row.text}" for row in case.pitfalls.all()]
    selection = Selection.of_keys(["F03"], audience="amt", pages=12)
    made = compose(selection, *collect(selection))
    html = write(made, "html").decode()
    markdown = write(made, "md").decode().replace("\\", "")
    word = Document(io.BytesIO(write(made, "docx")))
    entries = [one.text for one in word.paragraphs if one.style.name == "List Bullet"]
    pdf = text_of_pdf(write(made, "pdf"))
    assert len(warned) == 2
    for line in warned:
        assert f"<li>{line} <span" in html
        assert f"\n- {line} [1" in markdown
        assert any(entry.startswith(line) for entry in entries)
        # A PDF gives bullets and number of a page after its text, so the row begins a line or a page.
        begins = r"\s+".join(map(re.escape, line.split()[:4]))
        assert re.search(r"(?:[\r\n•]|\d / \d)\s*" + begins, pdf) and plain(line) in plain(pdf), line
    assert "Vorlage zum jährlichen Höchstbetrag schreiben (Kämmerei)" in markdown
    assert "- Kleines Lehrschwimmbecken statt Sanierung (Geparkt). Reichweite: Schwimmunterricht" in markdown


@pytest.mark.parametrize("audience", sampled(["gemeinderat", "amt"], keep=["gemeinderat"]))
def test_the_library_takes_its_own_dossier_as_a_file(library: Library, audience: str) -> None:
    """Its PDF parts words at the end of a line, and half of "Höchstbetrag" is the name of a place."""
    selection = Selection.of_keys(["F03"], audience=audience, pages=4)
    pdf = clean_pdf(write(compose(selection, *collect(selection)), "pdf"))
    assert "Höchstbetrag" in pdf.text
    assert not re.search(r"\w ?[\u2010\u2011\xad]\s", pdf.text)
    assert findings_in(pdf.text, allowed=[host_look().author]) == []


def test_a_remark_stands_beside_what_the_record_says(three: list[Any]) -> None:
    keys = {"key": [key(page) for page in three], "fuer": "gemeinderat", "seiten": "4"}
    without = Client().get("/dossier/ansicht/", keys).text
    remarked = Client().get("/dossier/ansicht/", keys | {"notiz": ["Am Dienstag fragen", "", ""]}).text
    first = re.search(r'<th scope="row".*?</th>\s*<td[^>]*>(.*?)</td>', without, re.S)
    assert first and f"{first[1]} (Anmerkung: Am Dienstag fragen)" in remarked


def test_a_numbered_list_has_no_second_mark(three: list[Any]) -> None:
    keys = {"key": [key(page) for page in three], "fuer": "gemeinderat", "seiten": "4"}
    assert "<ol>" in Client().get("/dossier/ansicht/", keys).text


def test_word_has_headings_lists_and_a_table(three: list[Any]) -> None:
    selection = Selection.of_keys([key(page) for page in three], audience="gemeinderat", pages=4)
    document = Document(io.BytesIO(write(compose(selection, *collect(selection)), "docx")))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "List Number"} <= styles
    assert document.tables[0].rows[0].cells[0].text == "Was"
    assert document.core_properties.language == "de-DE"
    assert document.core_properties.author == "Forum „Meine Kommune weiterdenken“"


def test_pdf_is_tagged_and_titled(three: list[Any]) -> None:
    selection = Selection.of_keys([key(three[0])], audience="amt", pages=1)
    content = write(compose(selection, *collect(selection)), "pdf")
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "de"
        assert "/StructTreeRoot" in document.Root
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    with pypdfium2.PdfDocument(content) as document:
        assert document.get_metadata_dict()["Title"] == "Was andere Kommunen erfahren haben"


# --------------------------------------------------------------------------- what may not be in it


def test_no_inner_text_is_in_any_format(library: Library, signed_in: Any) -> None:
    case = library.page("F07")
    secret = plain(case.inner_passages.first().text)[:60]
    for form, text in in_every_format(case).items():
        assert plain(case.title)[:20] in plain(text), form
        assert secret not in plain(text), form
    for who in ("admin", "redaktion", "alumna"):
        for path in ("/dossier/", "/dossier/ansicht/", "/dossier/dossier.md"):
            body = (
                signed_in(who).get(path, {"key": key(case), "seiten": "12", "fuer": "amt"}).content.decode()
            )
            assert secret not in plain(body)


def test_a_withdrawn_case_leaves_every_dossier_with_a_note(three: list[Any]) -> None:
    case = three[0]
    form = {"key": [key(page) for page in three], "fuer": "amt", "seiten": "4", "format": "docx"}
    ordered = Client().post("/dossier/bestellen/", form)
    run_job.call(Job.objects.latest("pk").pk)
    withdraw(case=case)
    assert Client().get(ordered["Location"] + "laden/").status_code == 404
    body = Client().get(address(*three)).content.decode()
    assert "Wurde zurückgezogen" in body
    for text in in_every_format(*three).values():
        assert plain(case.title)[:25] not in plain(text)
        assert plain("Wurde zurückgezogen") in plain(text)


@pytest.mark.parametrize(
    "place",
    [
        "/faelle/",
        "/lehren/",
        "/methoden/",
        "/veroeffentlichungen/",
        "/suche/?q=Gemeinderat",
        "/themen/{area}/",
    ],
)
def test_each_record_of_a_list_can_be_kept_there(three: list[Any], place: str) -> None:
    area = three[0].challenge_areas.first().slug
    shown = Client().get(place.format(area=area)).content.decode()
    kept = re.findall(r'data-keep="([^"]+)"', shown)
    assert kept and len(kept) == len(set(kept))
    assert all(registry.source_for(one.partition(":")[0]).visible([one], Viewer()) for one in kept)
    assert shown.count('<article class="card card--') == len(kept), "each card offers it, once"


def test_each_cycle_of_the_list_can_be_kept_there(library: Library) -> None:
    shown = Client().get("/staffeln/").content.decode()
    kept = re.findall(r'data-keep="([^"]+)"', shown)
    assert len(kept) == len(set(kept)) == shown.count('class="timeline__title"') > 1
    assert set(kept) == {key(page) for page in registry.source_for("cycle").public()}


# --------------------------------------------------------------------------- files


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.JOB_RESULTS_DIR = tmp_path
    return tmp_path


def test_a_file_is_called_as_german_is_written(three: list[Any], folder: Path) -> None:
    sent = {"key": key(three[0]), "titel": "Äpfel für große Höfe", "seiten": "1"}
    written = "aepfel-fuer-grosse-hoefe"
    markdown = Client().get("/dossier/dossier.md", sent)
    assert markdown["Content-Disposition"] == f'attachment; filename="{written}.md"'
    Client().post("/dossier/bestellen/", sent | {"format": "docx"})
    row = DossierOrder.objects.get()
    assert row.job is not None
    run_job.call(row.job.pk)
    fetched = Client().get(reverse("dossier_file", args=[row.key]))
    assert fetched["Content-Disposition"] == f'attachment; filename="{written}.docx"'


def test_a_file_is_built_once_for_the_same_content_and_kept_an_hour(three: list[Any], folder: Path) -> None:
    form = {"key": [key(page) for page in three], "fuer": "amt", "seiten": "1", "format": "docx"}
    first = Client().post("/dossier/bestellen/", form)
    second = Client().post("/dossier/bestellen/", form)
    assert first["Location"] == second["Location"]
    assert DossierOrder.objects.count() == 1
    row = DossierOrder.objects.get()
    assert row.job is not None
    Job.objects.filter(pk=row.job.pk).update(state=Job.State.RUNNING)
    assert "wird gebaut" in Client().get(first["Location"]).content.decode()
    Job.objects.filter(pk=row.job.pk).update(state=Job.State.WAITING)
    run_job.call(row.job.pk)
    page = Client().get(first["Location"]).content.decode()
    assert "herunterladen" in page
    fetched = Client().get(reverse("dossier_file", args=[row.key]))
    content = b"".join(fetched.streaming_content)
    assert three[0].title in text_of_docx(content)
    assert fetched["Cache-Control"] == "private, no-store"
    DossierOrder.objects.update(created=row.created - timedelta(minutes=61))
    assert Client().get(first["Location"]).status_code == 404
    forget_old_orders()
    assert not DossierOrder.objects.exists()


def test_a_long_queue_is_told(three: list[Any], folder: Path) -> None:
    for pages in ("1", "4", "12"):
        Client().post("/dossier/bestellen/", {"key": key(three[0]), "seiten": pages, "format": "docx"})
    last = Client().post("/dossier/bestellen/", {"key": key(three[1]), "seiten": "1", "format": "docx"})
    Job.objects.update(state=Job.State.WAITING)
    assert "in wenigen Minuten" in Client().get(last["Location"]).content.decode()


def test_the_command_writes_the_same(three: list[Any], tmp_path: Path) -> None:
    target = tmp_path / "d.docx"
    call_command("dossier", "--keys=F01,L01,M01", "--pages=1", "--format=docx", f"--output={target}")
    text = text_of_docx(target.read_bytes())
    assert "Beschlussvorschlag" in text
    assert all(page.title in text for page in three)
