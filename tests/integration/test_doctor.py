"""``manage.py doctor`` and the details of ``/healthz/``."""

from __future__ import annotations

import io
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases.models import RawCase
from knowledge.enums import Outcome
from knowledge.jobs import JobWorker
from knowledge.listing import EnumFacet
from knowledge.models import ContentPage
from knowledge.operations import health
from knowledge.operations.site_address import align_site
from search import engines, registry
from search.models import IndexJob


def doctor() -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """Exit code and findings by area."""
    out = io.StringIO()
    code = 0
    try:
        call_command("doctor", json=True, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    by_area: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(out.getvalue()):
        by_area.setdefault(finding["area"], []).append(finding)
    return code, by_area


def problems(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [
        f"{area}: {finding['text']}"
        for area, findings in found.items()
        for finding in findings
        if finding["state"] == health.PROBLEM
    ]


@pytest.fixture
def sound(library: Any, settings: Any) -> None:
    """Keys, accounts, address and worker of an installation, not of the demo (``test_doctor_deployment.py``
    looks at each).
    """
    JobWorker.objects.create(name="hier", seen=timezone.now())
    settings.SECRET_KEY, settings.REQUIRE_MFA = "x" * 60, True
    RawCase.objects.all().delete()
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode(), *settings.RAW_CASE_KEYS]
    call_command("rotate_raw_case_keys", stdout=io.StringIO())
    settings.RAW_CASE_KEYS = settings.RAW_CASE_KEYS[:1]
    align_site()
    for user in get_user_model().objects.all():
        user.set_password("ein eigenes langes kennwort")
        user.save()


def test_healthy_library(sound: None) -> None:
    code, found = doctor()
    assert (code, problems(found)) == (0, [])
    deployment = {
        "Statische Dateien",
        "Adresse",
        "Schlüssel",
        "Konten",
        "Verzeichnis",
        "Zweiter Faktor",
        "Zeitplan",
        "Rohfälle",
        "Anonymitätsprüfung",
        "Restrisiko",
        "Widerrufe",
        "Vier Augen",
        "Warteschlange",
        "Mails",
        "Seiten",
    }
    assert (
        set(found) == {"Umgebung", "Datenbank", "E-Mail", "PDF", "Suche", "Aufträge", "Rechte"} | deployment
    )
    out = io.StringIO()
    call_command("doctor", stdout=out)
    assert "in Ordnung" in out.getvalue()


@pytest.mark.parametrize(
    ("required", "debug", "state"),
    [(False, False, health.PROBLEM), (False, True, health.HINT), (True, False, health.HINT)],
    ids=["not asked for", "offered in the demo", "asked for and not set up"],
)
def test_the_second_factor_is_looked_at(
    required: bool, debug: bool, state: str, library: Any, settings: Any
) -> None:
    settings.REQUIRE_MFA, settings.DEBUG = required, debug
    (finding,) = health.CHECKS["Zweiter Faktor"]()
    assert finding.state == state and finding.advice
    assert ("redaktion" in finding.text) is (state == health.HINT)
    assert "alumna" not in finding.text


def test_pages_that_still_hold_placeholders_are_named(sound: None, library: Any, settings: Any) -> None:
    _code, found = doctor()
    said = " ".join(finding["text"] for finding in found["Seiten"])
    assert "„Impressum“" in said and "[Name der veranstaltenden Stelle]" in said
    assert "„Mitmachen“" not in said
    assert "findet keine Mailadresse" in said
    settings.CONTACT_EMAIL = "hilfe@example.org"
    for page in ContentPage.objects.all():
        page.body, page.body_en = [("paragraph", "<p>Eigene Angaben.</p>")], []
        page.save()
    _code, found = doctor()
    assert [finding["state"] for finding in found["Seiten"]] == [health.OK]


def test_every_problem_says_what_to_do(
    library: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.SECRET_KEY = "kurz"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    engine = engines.current()
    engine.remove([library.documents[0].key])
    IndexJob.objects.create(key="case:x", kind="case", action="upsert", error="ValueError")
    IndexJob.objects.update(created=timezone.now() - timezone.timedelta(hours=1))
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    settings.MEDIA_ROOT = str(blocked / "media")
    settings.SEARCH_INDEX_DIR = str(blocked / "index")
    monkeypatch.setattr("search.operations.status.fingerprint", lambda: "anders")
    code, found = doctor()
    assert code == 1
    text = "\n".join(problems(found))
    for part in (
        "SECRET_KEY",
        "Mailserver antwortet nicht",
        "anderen Version",
        "gescheitert",
        "wartet seit",
        "MEDIA_ROOT",
    ):
        assert part in text
    assert all(
        finding["advice"]
        for findings in found.values()
        for finding in findings
        if finding["state"] == health.PROBLEM
    )


def test_missing_documents_are_a_problem(library: Any, settings: Any) -> None:
    settings.SECRET_KEY = "x" * 60
    engines.current().remove([library.documents[0].key])
    code, found = doctor()
    assert code == 1
    assert "--verify" in found["Suche"][-1]["advice"]
    library.fill_index()


def test_check_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch, library: Any) -> None:
    def broken() -> list[health.Finding]:
        raise RuntimeError("kaputt")

    monkeypatch.setitem(health.CHECKS, "PDF", broken)
    code, found = doctor()
    assert (code, found["PDF"][0]["state"]) == (1, health.PROBLEM)


def test_details_of_healthz_are_for_staff(library: Any, client: Client) -> None:
    assert "details" not in client.get("/healthz/?details").json()
    client.force_login(
        get_user_model().objects.filter(is_superuser=True).first()
        or get_user_model().objects.create_superuser("chefin", password="x")
    )
    client.get("/suche/?q=geheimes+Vorhaben")
    found = client.get("/healthz/?details").json()["details"]
    assert (found["waiting"], found["lag_seconds"], found["fallback_index"]) == (0, 0.0, None)
    assert found["metrics"]["searches"]["searches"] >= 1
    assert "geheim" not in json.dumps(found)


def test_filter_that_no_record_fills_is_named(sound: None, monkeypatch: pytest.MonkeyPatch) -> None:
    source = registry.source_for("method")
    _code, found = doctor()
    assert not [row for row in found["Suche"] if "Filter" in row["text"]]
    monkeypatch.setattr(type(source), "facets", (*source.facets, "leer"))
    registry.register_facets("leer", EnumFacet("Leeres", Outcome))
    try:
        _code, found = doctor()
    finally:
        del registry._facets["leer"]
    (row,) = [row for row in found["Suche"] if "Filter" in row["text"]]
    assert "„Leeres“ (leer)" in row["text"]
    assert "MethodDocumentSource" in row["advice"]
