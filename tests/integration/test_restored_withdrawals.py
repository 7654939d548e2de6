"""Who withdrew after the backup stays withdrawn when it is put back; where nobody can tell, nothing is
public.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models.signals import pre_delete
from django.test import Client

from cases import gate
from cases.gate import consents, publish_batch
from cases.management.commands import recheck_cases
from cases.models import CasePage
from cases.restored import apply, unwritten
from knowledge.base import in_use
from knowledge.enums import AccessLevel
from knowledge.operations import OK, PROBLEM, health, withdrawals
from knowledge.operations.withdrawals import Departure
from search import registry
from tests.integration.conftest import Library


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, settings: Any) -> Path:
    settings.WITHDRAWALS_FILE = str(tmp_path / "widerrufe.txt")
    return withdrawals.ledger_file()


@pytest.fixture
def written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noted is written before the commit, which never comes in a test."""
    monkeypatch.setattr(withdrawals, "transaction", SimpleNamespace(on_commit=lambda write: write()))


def line(case: CasePage, departure: Departure) -> str:
    return f"{withdrawals.mark_of(case.translation_key.hex)} {departure}\n"


@pytest.mark.usefixtures("written_at_once")
def test_deleting_one_that_was_public_is_written_down(library: Library, ledger: Path) -> None:
    case = library.page("F01")
    draft = CasePage.objects.get(pk=library.page("F02").pk)
    draft.first_published_at = None
    with in_use.deleting_everything():
        for page in (draft, case):
            pre_delete.send(CasePage, instance=page)
    assert ledger.read_text() == line(case, Departure.OFF), "nobody ever read a draft"


@pytest.mark.usefixtures("written_at_once")
def test_every_way_out_is_written_down(library: Library, ledger: Path, reviewer: Any) -> None:
    withdrawn, off, inner, refused, kept = (
        library.page(code) for code in ("F01", "F02", "F03", "F04", "F06")
    )
    gate.withdraw(case=withdrawn)
    gate.take_down(case=off, codes=["k"])
    gate.restrict(case=inner)
    gate.record_spoken_release(case=refused, channel="papier", level="nein", recorder=reviewer)
    told = withdrawals.read(ledger)

    def departures(case: CasePage) -> set[Departure]:
        return told.get(withdrawals.mark_of(case.translation_key.hex), set())

    assert Departure.WITHDRAWN in departures(withdrawn)
    assert departures(off) == {Departure.OFF}
    assert Departure.INNER in departures(inner)
    assert departures(refused) == {Departure.REFUSED, Departure.OFF}
    assert departures(kept) == set()
    assert len(told) == 4


def test_what_left_since_leaves_again(
    library: Library,
    ledger: Path,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(consents, "scrub_later", lambda *_told: None)  # a compact database is another matter
    backup = withdrawals.note_backup()
    ways = dict(zip(("F01", "F02", "F03", "F04"), Departure, strict=True))
    cases = {code: library.page(code) for code in ways}
    with ledger.open("a") as file:
        file.writelines(line(cases[code], departure) for code, departure in ways.items())
        file.write(f"{'0' * 32} {Departure.WITHDRAWN}\n")  # another library's
    source = registry.source_for("case")
    assert source is not None
    said = io.StringIO()
    client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("apply_withdrawals", ledger, since=backup, stdout=said)
    assert said.getvalue().strip() == (
        "Seither: 1 zurückgezogen, 1 abgelehnt, 1 abgenommen, 1 nur noch für Alumni"
    )
    path, key = cases["F01"].get_url(), source.key(cases["F01"])
    assert client.get(path).status_code == client.get(f"/en{path}").status_code == 410
    assert client.get(f"/api/v1/cases/{key}").status_code == 404
    assert 'status="deleted"' in (
        client.get(f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{key}").text
    )
    hits = json.dumps(client.get("/api/v1/search?limit=100").json())
    for code, case in cases.items():
        assert client.get(case.get_url()).status_code in {404, 410}, code
        assert case.get_url() not in hits
        assert case.get_url() not in client.get("/sitemap.xml").text
    assert client.get(library.page("F07").get_url()).status_code == 200
    drafts = {
        code: gate.problems(CasePage.objects.get(pk=case.pk).get_latest_revision_as_object())
        for code, case in cases.items()
    }
    assert drafts["F03"] == [], "editors may publish what they took off"
    assert drafts["F01"] and drafts["F02"], "a refusal is asked about again"
    inner = CasePage.objects.get(pk=cases["F04"].pk)
    assert inner.access_level == AccessLevel.ALUMNI
    inner.access_level = AccessLevel.PUBLIC
    assert [problem.code for problem in gate.problems(inner)] == ["access_level"], "nor do editors widen it"
    assert apply(path=ledger, since=backup).counts == {}, "once is enough"


@pytest.mark.parametrize("other", [Departure.OFF, Departure.REFUSED])
def test_for_alumni_only_holds_beside_a_stricter_way_out(
    library: Library, ledger: Path, other: Departure
) -> None:
    """It went off later, and comes back with an old answer that said "public"."""
    case = library.page("F03")
    backup = withdrawals.note_backup()
    with ledger.open("a") as file:
        file.writelines(line(case, departure) for departure in (Departure.INNER, other))
    assert apply(path=ledger, since=backup).counts == {other: 1}
    draft = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert not draft.live
    assert CasePage.objects.get(pk=case.pk).access_level == draft.access_level == AccessLevel.ALUMNI
    draft.access_level = AccessLevel.PUBLIC
    assert gate.problems(draft), "an alumni-only case is not published for everybody"


def test_where_nobody_can_tell_editors_say_yes(library: Library, client: Client) -> None:
    cases = [library.page(code) for code in ("F07", "F12", "F18", "F28")]
    CasePage.objects.exclude(pk__in=[case.pk for case in cases]).update(live=False)
    said = io.StringIO()
    call_command("apply_withdrawals", since="", stdout=said)
    assert "4 Fälle wurden abgenommen" in said.getvalue()
    address = cases[0].get_url()
    assert client.get(address).status_code == 404
    publish_batch(
        cases=[CasePage.objects.get(pk=case.pk).get_latest_revision_as_object() for case in cases],
        on=gate.batch_date(),
    )
    assert client.get(address).status_code == 200


def test_a_file_older_than_the_backup_tells_nothing(library: Library, ledger: Path) -> None:
    withdrawals.note_backup()
    assert apply(path=ledger, since="f" * 32).unknown
    assert not CasePage.objects.filter(live=True).exists()


def test_a_file_that_is_not_there_is_named(ledger: Path) -> None:
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("apply_withdrawals", ledger, all=True)


def test_from_where_on_has_to_be_said(library: Library, ledger: Path) -> None:
    """Who was taken up again long before the backup is not taken back by a forgotten word."""
    with ledger.open("a") as file:
        file.write(line(library.page("F01"), Departure.WITHDRAWN))
    backup = withdrawals.note_backup()
    with pytest.raises(CommandError, match="--since"):
        call_command("apply_withdrawals", ledger)
    call_command("apply_withdrawals", ledger, since=backup, stdout=io.StringIO())
    assert CasePage.objects.get(pk=library.page("F01").pk).live
    call_command("apply_withdrawals", ledger, all=True, stdout=io.StringIO())
    assert not CasePage.objects.get(pk=library.page("F01").pk).live


def test_the_night_writes_what_is_missing(library: Library, request: pytest.FixtureRequest) -> None:
    """Withdrawals, what went off and what was refused; ``doctor`` says so until then."""
    withdrawn, off, inner, refused = (library.page(code) for code in ("F01", "F02", "F03", "F04"))
    CasePage.objects.filter(pk=inner.pk).update(access_level=AccessLevel.ALUMNI)  # by an editor
    gate.withdraw(case=withdrawn)
    gate.take_down(case=off, codes=["k"])
    gate.record_spoken_release(case=refused, channel="papier", level="nein")
    request.getfixturevalue("written_at_once")
    missing = {
        withdrawn.translation_key.hex: Departure.WITHDRAWN,
        off.translation_key.hex: Departure.OFF,
        refused.translation_key.hex: Departure.REFUSED,
    }
    assert dict(unwritten()) == missing
    (found,) = health.examine(("Widerrufe",))
    assert found.state == PROBLEM and "fehlen 3 " in found.text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recheck_cases, "recheck", lambda *, case: SimpleNamespace(problems=[], due=None))
        call_command("recheck_cases", stdout=io.StringIO())
    assert unwritten() == []
    assert [found.state for found in health.examine(("Widerrufe",))] == [OK]
    told = withdrawals.read(withdrawals.ledger_file())
    for key, departure in missing.items():
        assert told[withdrawals.mark_of(key)] == {departure}
    assert told[withdrawals.mark_of(inner.translation_key.hex)] == {Departure.INNER}
