"""``export_library`` and ``import_library``: a whole installation moves and is equal field by field, public
files become foreign records, lists become drafts and raw cases; a bad row is named and changes nothing.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from openpyxl import Workbook
from wagtail.models import Page, ReferenceIndex

from cases.models import CaseClearance, CasePage, Consent, RawCase
from knowledge.content import installation
from knowledge.enums import PeriodBand
from knowledge.guard import open_sealed
from knowledge.models import LessonPage, record_models
from methods.models import MethodCardPage
from tests.integration.conftest import Library

AREAS = "finanzen"


def run(command: str, *args: Any, fails: str = "") -> str:
    out = io.StringIO()
    if fails:
        with pytest.raises(CommandError, match=fails):
            call_command(command, *map(str, args), stdout=out)
    else:
        try:
            call_command(command, *map(str, args), stdout=out)
        except CommandError as error:
            raise AssertionError(f"{error}\n{out.getvalue()}") from error
    return out.getvalue()


def rows_of(folder: Path) -> set[str]:
    return set((folder / "bestand.jsonl").read_text("utf-8").splitlines())


# --------------------------------------------------------------------------- a whole installation


def test_a_whole_installation_moves_and_is_equal_field_by_field(
    library: Library, tmp_path: Path, settings: Any
) -> None:
    first, second = tmp_path / "alt", tmp_path / "neu"
    before = {model: model.objects.count() for model in (*record_models(), Consent, CaseClearance)}
    title, references = library.page("F01").title, ReferenceIndex.objects.count()
    moment = datetime(2026, 3, 1, 9, 0, 0, 400, tzinfo=UTC)
    CaseClearance.objects.update(cleared_at=moment)
    run("export_library", first, "--internal")
    assert not [line for line in rows_of(first) if '"cases.rawcase"' in line]
    assert (first / "medien" / library.page("P01").pdf.file.name).is_file()
    run("import_library", first, fails="Hier ist schon etwas")
    installation._empty()
    settings.MEDIA_ROOT = str(tmp_path / "medien")
    run("import_library", first)
    run("export_library", second, "--internal")
    assert rows_of(first) == rows_of(second)
    assert set(CaseClearance.objects.values_list("cleared_at", flat=True)) == {moment}, "to the microsecond"
    assert {model: model.objects.count() for model in before} == before
    page = library.page("F01")
    assert page.title == title and page.is_as_cleared
    assert ReferenceIndex.objects.count() == references
    assert Path(library.page("P01").pdf.file.path).is_file()


def test_a_damaged_row_is_named_and_nothing_comes(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "alt"
    run("export_library", folder, "--internal")
    lines = (folder / "bestand.jsonl").read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if '"methods.methodcardpage"' in line)
    row = json.loads(lines[at])
    row["fields"]["group_min"] = "viele"
    lines[at] = json.dumps(row) + "\n"
    (folder / "bestand.jsonl").write_text("".join(lines), "utf-8")
    installation._empty()
    run("import_library", folder, fails=rf"Zeile {at + 1} \(methods.methodcardpage {row['pk']}\)")
    assert not Page.objects.exists()


# --------------------------------------------------------------------------- public files


@pytest.fixture(scope="module")
def given_out(library: Library, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    folder = tmp_path_factory.mktemp("ausgabe") / "inhalte"
    with django_db_blocker.unblock():
        run("export_library", folder)
    return folder


def test_public_files_hold_what_everybody_reads_and_its_media(given_out: Path, library: Library) -> None:
    cases = [json.loads(line) for line in (given_out / "case.jsonl").read_text("utf-8").splitlines()]
    assert {case["title"] for case in cases} == {page.title for page in CasePage.objects.public()}
    assert (given_out / "medien" / library.page("P01").pdf.filename).is_file()
    run("export_library", given_out, fails="nicht leer")


def test_only_some_kinds_are_given_out(tmp_path: Path, library: Library) -> None:
    run("export_library", tmp_path / "a", "--kind", "lesson")
    assert {path.name for path in (tmp_path / "a").iterdir()} == {
        "format.json",
        "LIESMICH.txt",
        "lesson.jsonl",
    }
    run("export_library", tmp_path / "b", "--kind", "nichts", fails="gibt es nicht; es gibt case")


def test_files_of_another_library_become_foreign_records(
    given_out: Path, library: Library, tmp_path: Path, signed_in: Any
) -> None:
    lesson = library.page("L01")
    line = next(
        line for line in (given_out / "lesson.jsonl").read_text("utf-8").splitlines() if lesson.title in line
    )
    told = json.loads(line) | {"key": "lesson:" + "a" * 32}
    folder = tmp_path / "fremd"
    folder.mkdir()
    about = json.loads((given_out / "format.json").read_text("utf-8")) | {
        "from": "https://andere.example.org"
    }
    (folder / "format.json").write_text(json.dumps(about), "utf-8")
    (folder / "lesson.jsonl").write_text(json.dumps(told) + "\n", "utf-8")
    assert "1 neu" in run("import_library", folder, "--dry-run")
    assert not LessonPage.objects.filter(translation_key="a" * 32).exists()
    run("import_library", folder)
    page = LessonPage.objects.get(translation_key="a" * 32)
    assert (page.live, page.locked, page.came_from) == (False, True, "https://andere.example.org")
    assert page.get_latest_revision_as_object().came_from == "https://andere.example.org"
    assert "1 unverändert" in run("import_library", folder)
    told["fields"]["statement"] = "Wer fragt, bekommt eine Antwort."
    (folder / "lesson.jsonl").write_text(json.dumps(told) + "\n", "utf-8")
    assert "1 geändert" in run("import_library", folder)
    assert "gesperrt" in signed_in("redaktion").get(f"/admin/pages/{page.pk}/edit/").content.decode()


# --------------------------------------------------------------------------- lists of editors

LESSON = {
    "kind": "lesson",
    "external_id": "X-1",
    "title": "Wer früh fragt, baut seltener um",
    "statement": "Wer früh fragt, baut seltener um.",
    "challenge_area_items": "",
}


def lesson(**changes: Any) -> dict[str, Any]:
    return LESSON | changes


def as_file(path: Path, rows: list[dict[str, Any]]) -> Path:
    head = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, head, delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    else:
        book = Workbook()
        book.active.append(head)
        for row in rows:
            book.active.append([row.get(name) for name in head])
        book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_a_list_becomes_drafts_once(library: Library, tmp_path: Path, suffix: str) -> None:
    path = as_file(tmp_path / f"liste{suffix}", [lesson(), lesson(external_id="X-2", title="Eine zweite")])
    before = Page.objects.count()
    assert "2 neu (Probelauf)" in run("import_library", path, "--dry-run")
    assert Page.objects.count() == before
    assert "2 neu" in run("import_library", path)
    page = LessonPage.objects.get(external_id="X-1")
    assert not page.live and page.statement == LESSON["statement"] and not page.came_from
    assert "2 unverändert" in run("import_library", path)
    assert Page.objects.count() == before + 2


def test_a_bad_row_is_named_and_the_others_come(library: Library, tmp_path: Path) -> None:
    rows = [
        lesson(),
        lesson(external_id="X-2", gibt_es_nicht="x"),
        lesson(external_id="X-3", title=""),
        lesson(external_id="", title="Ohne Kennung"),
        lesson(external_id="X-5", access_level="alumni"),
        lesson(external_id="X-6", kind="gedicht"),
        {"kind": "method", "external_id": "X-7", "title": "Fragerunde", "group_min": "viele"},
        lesson(external_id="X-8", title="Eine letzte", challenge_area_items=AREAS),
    ]
    told = run("import_library", as_file(tmp_path / "l.jsonl", rows), fails="6 abgelehnt")
    for number, word in (
        (2, "gibt_es_nicht"),
        (3, "Titel"),
        (4, "Kennung"),
        (5, "access_level"),
        (6, "gedicht"),
    ):
        assert any(line.startswith(f"Zeile {number}") and word in line for line in told.splitlines()), told
    assert "Zeile 7" in told and "group_min" in told
    assert set(
        LessonPage.objects.filter(external_id__startswith="X-").values_list("external_id", flat=True)
    ) == {
        "X-1",
        "X-8",
    }
    draft = LessonPage.objects.get(external_id="X-8").get_latest_revision_as_object()
    assert [item.tag.slug for item in draft.challenge_area_items.all()] == [AREAS]
    assert not MethodCardPage.objects.filter(external_id="X-7").exists()


def test_nothing_is_published_unless_it_is_asked_for_and_nothing_is_open(
    library: Library, tmp_path: Path
) -> None:
    path = as_file(tmp_path / "l.jsonl", [lesson()])
    told = run("import_library", path, "--publish")
    page = LessonPage.objects.get(external_id="X-1")
    assert not page.live, told  # what a lesson needs is missing, and the line says what
    assert "neu" in told and len(told.splitlines()[0]) > 60


CASE = {
    "kind": "case",
    "external_id": "F-1",
    "title": "Der Bauhof streitet",
    "situation": "In Beispielhausen streiten zwei Abteilungen.",
    "key_question": "Wie komme ich weiter?",
    "actors": "Leitung: Ruhe",
    "hypotheses": "Es fehlt ein Gespräch.",
    "ideas": "Ein Gespräch führen.",
    "next_steps": "Einladen.",
    "challenge": AREAS,
    "size_band": "kleinstadt-klein",
    "period_band": PeriodBand.P2022.value,
    "municipality": "Beispielhausen",
    "not_secret": "ja",
}


def test_cases_of_a_list_become_raw_cases_once(library: Library, tmp_path: Path) -> None:
    before = CasePage.objects.count()
    path = as_file(tmp_path / "f.jsonl", [CASE, CASE | {"external_id": "F-2", "size_band": "riesig"}])
    told = run("import_library", path, fails="1 abgelehnt")
    assert "Zeile 2" in told and "Beispielhausen" not in told
    raw = RawCase.objects.latest("pk")
    assert open_sealed(raw.sealed_text)["title"] == CASE["title"]
    assert "F-1" not in raw.source_mark
    count = RawCase.objects.count()
    assert "1 unverändert" in run("import_library", path, fails="1 abgelehnt")
    assert (RawCase.objects.count(), CasePage.objects.count()) == (count, before)


def test_a_case_comes_as_a_document(library: Library, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Titel: Der Bauhof streitet")
    document.save(str(tmp_path / "fall.docx"))
    count = RawCase.objects.count()
    told = run("import_library", tmp_path / "fall.docx", fails="1 abgelehnt")
    assert "Schlüsselfrage" in told, "what is missing is named"
    assert RawCase.objects.count() == count


@pytest.mark.parametrize(("name", "content"), [("x.jsonl", b"[1]"), ("x.xlsx", b"PK"), ("x.pdf", b"%PDF")])
def test_another_file_is_refused_with_a_sentence(
    library: Library, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    run("import_library", tmp_path / name, fails=r"keine Liste|Gelesen werden")
    run("import_library", tmp_path / "nichts.csv", fails="gibt es nicht")


def test_an_import_needs_an_account_that_may(library: Library, tmp_path: Path) -> None:
    path = as_file(tmp_path / "l.jsonl", [lesson()])
    run("import_library", path, "--user", "niemand", fails="Konto")
    told = run("import_library", path, "--user", "alumna", fails="1 abgelehnt")
    assert "fehlt das Recht" in told
    with override_settings(PUBLIC_URL="https://andere.example.org"):
        assert "1 neu" in run("import_library", path)
