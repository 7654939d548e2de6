"""What ``manage.py doctor`` looks at: each check returns findings in German, with what to do."""

from __future__ import annotations

import os
import shutil
import smtplib
import tempfile
from collections.abc import Collection, Iterable
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core import checks, mail
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from knowledge.accounts import without_second_factor
from knowledge.anonymity.detector import DETECTOR_VERSION, DetectorUnavailable, find
from knowledge.mail import transport
from knowledge.models import HomePage, QuestionSubscription
from knowledge.operations import deployment, placeholders, queue, schema
from knowledge.operations.finding import CHECKS, HINT, OK, PROBLEM, Diagnosis
from knowledge.permissions import Role
from search import registry, service
from search.contract import SearchRequest, Viewer
from search.models import CommandRun, SavedSearch
from search.operations import MISSING, SearchStatus, gather
from search.registry import TYPE_FACET

#: Seconds after which waiting jobs mean that nobody works them off.
LAG = 120.0
_HERE = ("http://127.0.0.1", "http://localhost", "http://[::1]")
_FREE_SHARE, _FREE_BYTES = 0.05, 500_000_000


def examine(areas: Collection[str] = ()) -> list[Diagnosis]:
    """All checks in order, or those of some areas; one that breaks is a finding itself."""
    autodiscover_modules("health_checks")
    found: list[Diagnosis] = []
    for area, check in CHECKS.items():
        if areas and area not in areas:
            continue
        try:
            found += check()
        except Exception as error:
            found.append(
                Diagnosis(
                    area,
                    PROBLEM,
                    f"Prüfung nicht möglich ({type(error).__name__}: {error})",
                    "Beheben Sie zuerst die übrigen Fehler.",
                )
            )
    return found


def _environment() -> Iterable[Diagnosis]:
    area, production = "Umgebung", not settings.DEBUG
    yield Diagnosis(
        area,
        OK,
        f"Einstellungen {os.environ.get('DJANGO_SETTINGS_MODULE', '?')}, öffentliche Adresse"
        f" {settings.PUBLIC_URL}",
    )
    if not production and not settings.PUBLIC_URL.startswith(_HERE):
        yield Diagnosis(
            area,
            PROBLEM,
            "Die Einstellungen der Entwicklung laufen unter einer öffentlichen Adresse: Jeder Fehler zeigt"
            " Quelltext, die Schlüssel sind bekannt",
            "Setzen Sie DJANGO_SETTINGS_MODULE=knowledge.settings.production in der Datei .env.",
        )
    if production and not settings.PUBLIC_URL.startswith("https://"):
        yield Diagnosis(
            area,
            HINT,
            "PUBLIC_URL beginnt nicht mit https://",
            "Setzen Sie PUBLIC_URL auf die Adresse, unter der die Bibliothek erreichbar ist.",
        )
    for message in checks.run_checks(include_deployment_checks=False):
        if message.level >= checks.WARNING:
            state = PROBLEM if message.level >= checks.ERROR else HINT
            yield Diagnosis(
                area, state, f"{message.id}: {message.msg}", str(message.hint or "Siehe „manage.py check“.")
            )


def _database() -> Iterable[Diagnosis]:
    area = "Datenbank"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield Diagnosis(
            area,
            PROBLEM,
            f"nicht erreichbar ({type(error).__name__})",
            "Prüfen Sie DATABASE_URL und ob der Datenbankserver läuft.",
        )
        return
    if schema.is_before_first_release():
        yield Diagnosis(area, PROBLEM, "aus einer Fassung vor 1.0", schema.LOAD_ANEW)
        return
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Diagnosis(
            area, PROBLEM, f"{len(waiting)} Migrationen fehlen", "Führen Sie „manage.py migrate“ aus."
        )
    else:
        yield Diagnosis(area, OK, f"erreichbar ({connection.vendor}), alle Migrationen ausgeführt")
        yield from _writing(area)
        if not HomePage.objects.exists():
            yield Diagnosis(
                area,
                PROBLEM,
                "noch keine Seiten",
                "Führen Sie „manage.py setup_library“ aus; Beispielinhalte legt „manage.py load_demo“ an.",
            )
        elif missing := {Role.EDITOR, Role.FACILITATOR, Role.ALUMNI} - set(
            Group.objects.values_list("name", flat=True)
        ):
            yield Diagnosis(
                area,
                PROBLEM,
                f"Gruppen fehlen: {', '.join(sorted(missing))}",
                "Führen Sie „manage.py setup_library“ aus.",
            )


def _writing(area: str) -> Iterable[Diagnosis]:
    """Locked, full or read-only: pages answer, and whoever sends something is asked to come again."""
    try:
        CommandRun.objects.update_or_create(command="doctor", defaults={"ended": timezone.now()})
    except DatabaseError as error:
        advice = (
            "Beenden Sie, was die Datenbank festhält (ein hängender Befehl, eine Kopie mit fremdem Werkzeug),"
            " schaffen Sie Platz oder geben Sie Schreibrechte."
        )
        yield Diagnosis(area, PROBLEM, f"nichts lässt sich speichern ({error})", advice)


def _mail() -> Iterable[Diagnosis]:
    area, backend = "E-Mail", transport().rpartition(".")[0].rpartition(".")[2]
    if backend in {"console", "dummy", "filebased"}:
        state = OK if settings.DEBUG else PROBLEM
        yield Diagnosis(
            area,
            state,
            f"Mails werden nicht verschickt ({backend})",
            "" if settings.DEBUG else "Setzen Sie EMAIL_URL, zum Beispiel smtp+tls://…:587.",
        )
        return
    try:
        server = mail.get_connection(transport())
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        advice = "Prüfen Sie EMAIL_URL: Name, Port, Kennwort, und ob der Mailserver diese Maschine zulässt."
        yield Diagnosis(area, PROBLEM, f"Mailserver antwortet nicht ({type(error).__name__})", advice)
        return
    yield Diagnosis(area, OK, f"Mailserver antwortet, Absender {settings.DEFAULT_FROM_EMAIL}")
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost") and not settings.DEBUG:
        yield Diagnosis(area, HINT, "Absender ist …@localhost", "Setzen Sie DEFAULT_FROM_EMAIL.")


def _waiting_mails() -> Iterable[Diagnosis]:
    count = SavedSearch.objects.overdue().count() + QuestionSubscription.objects.overdue().count()
    if count:
        advice = (
            "Läuft „manage.py send_mails“ jede Minute? Ist der Mailserver erreichbar? Ein Aufruf von Hand"
            " zeigt, was fehlt."
        )
        yield Diagnosis(
            "E-Mail",
            PROBLEM,
            f"Bitten um Bestätigung, die seit über einer Viertelstunde warten: {count}",
            advice,
        )


def _detector() -> Iterable[Diagnosis]:
    area = "Anonymitätsprüfung"
    try:
        find("Das sagte die Gemeinde.")
    except DetectorUnavailable as error:
        advice = (
            "Bis dahin lehnt die Bibliothek Fragen, gemerkte Suchen, Veröffentlichungen und Dateien ab."
            " Prüfen Sie freien Arbeitsspeicher und wem der Ordner gehört (docs/anleitung/betrieb.md);"
            " nach einer neuen Fassung den Dienst neu starten."
        )
        yield Diagnosis(area, PROBLEM, f"antwortet nicht ({error})", advice)
        return
    place = "im gemeinsamen Prozess" if settings.ANONYMITY_CHILD_PROCESS else "in jedem Prozess für sich"
    yield Diagnosis(area, OK, f"antwortet {place}, Fassung {DETECTOR_VERSION}")


def _pdf() -> Iterable[Diagnosis]:
    try:
        import_module("weasyprint")
    except (ImportError, OSError) as error:
        advice = (
            "Installieren Sie „pip install '.[pdf]'“ und unter Debian libpango-1.0-0, libpangoft2-1.0-0,"
            " libharfbuzz-subset0. Drucken im Browser geht auch ohne."
        )
        yield Diagnosis("PDF", HINT, f"PDF-Bibliothek fehlt ({type(error).__name__})", advice)
    else:
        yield Diagnosis("PDF", OK, "WeasyPrint ist einsatzbereit")


def _empty_facets(area: str) -> Iterable[Diagnosis]:
    """A filter that a kind declares and none of its records fills stands on no page; nothing else says so."""
    counts = service.run(SearchRequest(), Viewer.editor(), count_miss=False).facets
    words = {value.value for value in counts.get(TYPE_FACET, ()) if value.count}
    for source in registry.registered().values():
        for name in source.facets if source.type_word in words else ():
            if not any(value.count or value.is_hidden for value in counts.get(name, ())):
                label = registry.facet_label(name).label
                yield Diagnosis(
                    area,
                    HINT,
                    f"Der Filter „{label}“ ({name}) hat bei keinem Datensatz einen Wert",
                    f"Tragen Sie Werte ein oder nehmen Sie {name!r} aus `facets` von {type(source).__name__};"
                    " was ein Datensatz liefert, sagt `describe` dort.",
                )


def _search() -> Iterable[Diagnosis]:
    area, status = "Suche", gather()
    if not status.available:
        advice = (
            MISSING
            if status.missing or status.engine == "embedded"
            else "Prüfen Sie ELASTICSEARCH_URL und den Verbund (docs/anleitung/elasticsearch.md)."
        )
        yield Diagnosis(area, PROBLEM, f"{status.engine} antwortet nicht: {status.detail}", advice)
    elif not status.is_current:
        yield Diagnosis(
            area,
            PROBLEM,
            "Index stammt von einer anderen Version der Sprachanalyse",
            "Führen Sie „manage.py search_rebuild“ aus.",
        )
    else:
        yield Diagnosis(
            area,
            OK,
            f"{status.engine} antwortet, {status.documents} von {status.eligible} Datensätzen, Generation"
            f" {status.generation}",
        )
    inner = status.inner
    if status.available and not (inner["available"] and inner["is_current"]):
        yield Diagnosis(
            area,
            PROBLEM,
            "Der innere Index, in dem Alumni und Redaktion suchen, fehlt oder ist veraltet",
            "Führen Sie „manage.py search_rebuild“ aus.",
        )
    for name, there, wanted in (
        ("öffentlichen", status.documents, status.eligible),
        ("inneren", inner["documents"], inner["eligible"]),
    ):
        if not status.available or there == wanted or status.waiting:
            continue
        text = f"Im {name} Index sind {there} Datensätze, in der Datenbank {wanted}"
        yield Diagnosis(
            area,
            PROBLEM,
            text,
            "Führen Sie „manage.py search_sync --verify“ aus; das gehört auch in die nächtlichen Aufgaben.",
        )
    if status.available and status.is_current:
        yield from _empty_facets(area)
    fallback = status.fallback_index
    if fallback is not None and not (fallback["available"] and fallback["is_current"]):
        yield Diagnosis(
            area,
            PROBLEM,
            "Die Kopie des Index auf diesem Rechner fehlt oder ist veraltet",
            "Führen Sie hier „manage.py search_sync“ aus.",
        )
    yield from _worker(status)


def _worker(status: SearchStatus) -> Iterable[Diagnosis]:
    area = "Aufträge"
    mode = settings.SEARCH_OUTBOX
    fallback_lag = status.fallback_index["lag_seconds"] if status.fallback_index is not None else 0.0
    if status.failing:
        advice = (
            "Der Grund steht in der Verwaltung unter „Aufträge an den Suchindex“; nach dem Beheben „manage.py"
            " search_sync“."
        )
        yield Diagnosis(area, PROBLEM, f"{status.failing} Aufträge sind gescheitert", advice)
    if max(status.lag_seconds, fallback_lag) > LAG:
        advice = (
            "Läuft „manage.py db_worker“ als Dienst? Er arbeitet die Aufträge ab."
            if mode == "worker"
            else "Läuft der Webserver? Er arbeitet die Aufträge ab; einmalig hilft „manage.py search_sync“."
        )
        yield Diagnosis(
            area,
            PROBLEM,
            f"Der älteste Auftrag wartet seit {max(status.lag_seconds, fallback_lag):.0f} s",
            advice,
        )
    elif not status.failing:
        yield Diagnosis(area, OK, f"{status.waiting} offen (Betriebsart {mode})")


def _permissions() -> Iterable[Diagnosis]:
    area = "Rechte"
    folders = {"MEDIA_ROOT": settings.MEDIA_ROOT, "SEARCH_INDEX_DIR": settings.SEARCH_INDEX_DIR}
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]
        folders["Datenbank"] = str(Path(str(settings.DATABASES["default"]["NAME"])).resolve().parent)
    problems = 0
    for name, folder in folders.items():
        for finding in _folder(area, name, Path(str(folder))):
            problems += 1
            yield finding
    if not problems:
        yield Diagnosis(area, OK, f"Schreiben möglich und Platz genug: {', '.join(folders)}")


def _folder(area: str, name: str, folder: Path) -> Iterable[Diagnosis]:
    if name == "MEDIA_ROOT" and not folder.exists():
        text, advice = (
            f"{name}: den Ordner {folder} gibt es nicht",
            f"Legen Sie ihn an (mkdir -p {folder}) und geben Sie ihn dem Benutzer der Bibliothek.",
        )
        yield Diagnosis(area, PROBLEM, text, advice)
        return
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError:
        yield Diagnosis(
            area,
            PROBLEM,
            f"{name}: in {folder} kann nicht geschrieben werden",
            f"Geben Sie dem Benutzer der Bibliothek Schreibrechte auf {existing}.",
        )
        return
    usage = shutil.disk_usage(existing)
    if usage.free < max(_FREE_BYTES, usage.total * _FREE_SHARE) and usage.free < 10 * _FREE_BYTES:
        yield Diagnosis(
            area,
            PROBLEM,
            f"{name}: nur noch {usage.free // 1_000_000} MB frei",
            "Schaffen Sie Platz; ein Neuaufbau des Index braucht ihn zweimal.",
        )


def _second_factor() -> Iterable[Diagnosis]:
    """Who can change something for others signs in with two factors."""
    area, names = "Zweiter Faktor", without_second_factor()
    required = settings.REQUIRE_MFA
    if not required and not settings.DEBUG:
        yield Diagnosis(
            area,
            PROBLEM,
            "Die Verwaltung verlangt keinen zweiten Faktor: Ein erratenes Passwort genügt",
            "Setzen Sie REQUIRE_MFA=true.",
        )
    elif names:
        yield Diagnosis(
            area,
            HINT,
            f"Konten der Verwaltung ohne zweiten Faktor: {', '.join(names)}",
            "Beim nächsten Anmelden führt die Verwaltung dorthin; wer nicht mehr mitarbeitet, verliert die"
            " Rolle."
            if required
            else "Einrichten lässt er sich unter „Mein Konto“.",
        )
    else:
        yield Diagnosis(area, OK, "Alle Konten der Verwaltung haben einen")


CHECKS.update(
    {
        "Umgebung": _environment,
        "Datenbank": _database,
        "Statische Dateien": deployment.static_files,
        "Adresse": deployment.address,
        "Schlüssel": deployment.keys,
        "Konten": deployment.accounts,
        "Verzeichnis": deployment.directory,
        "Zweiter Faktor": _second_factor,
        "Zeitplan": deployment.schedule,
        "E-Mail": _mail,
        "Post": _waiting_mails,
        "Warteschlange": queue.jobs,
        "Mails": queue.mails,
        "Anonymitätsprüfung": _detector,
        "PDF": _pdf,
        "Suche": _search,
        "Rechte": _permissions,
        placeholders.AREA: placeholders.placeholders,
    }
)
