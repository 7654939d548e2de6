"""What ``doctor`` says about a public installation: each fault is a finding with a sentence what to do."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Site

from cases.models import RawCase
from cases.sealed import seal
from knowledge.accounts import DEMO_ACCOUNTS
from knowledge.operations import health
from knowledge.operations.deployment import is_published
from knowledge.operations.site_address import address_of, align_site
from knowledge.settings import test as published
from tests.conftest import REPOSITORY


@pytest.fixture(autouse=True)
def sound(library: Any, settings: Any) -> None:
    """An installation without a fault of the kinds below."""
    settings.SECRET_KEY = "x" * 60
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode(), *settings.RAW_CASE_KEYS]
    call_command("rotate_raw_case_keys", stdout=io.StringIO())
    settings.RAW_CASE_KEYS = settings.RAW_CASE_KEYS[:1]
    settings.PUBLIC_URL = "https://bibliothek.example.org"
    settings.ALLOWED_HOSTS = ["bibliothek.example.org"]
    RawCase.objects.all().delete()
    align_site()
    for account in get_user_model().objects.filter(
        username__in=[account.username for account in DEMO_ACCOUNTS]
    ):
        account.set_password("ein eigenes langes kennwort")
        account.save()


def problems(area: str) -> list[health.Finding]:
    """Faults of an area; each says what to do, and the command ends with 1."""
    found = [
        finding for finding in health.examine() if finding.area == area and finding.state == health.PROBLEM
    ]
    assert all(finding.advice for finding in found)
    if found:
        with pytest.raises(SystemExit) as end:
            call_command("doctor", stdout=io.StringIO())
        assert end.value.code == 1
    return found


@pytest.mark.parametrize(
    "area", ["Statische Dateien", "Adresse", "Schlüssel", "Konten", "Zeitplan", "Rohfälle", "Rechte"]
)
def test_a_sound_installation_has_no_fault(area: str) -> None:
    assert problems(area) == []
    assert any(finding.area == area for finding in health.examine())


# --------------------------------------------------------------------------- static files


@pytest.fixture
def manifest(settings: Any, tmp_path: Path) -> Any:
    """Static files as in production, with a small application to collect them from."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body { color: black }")
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_DIRS = [str(source)]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert staticfiles_storage.location == settings.STATIC_ROOT
    return source


def test_static_files_that_were_never_collected(manifest: Path) -> None:
    (found,) = problems("Statische Dateien")
    assert "500" in found.text and "collectstatic" in found.advice
    call_command("collectstatic", interactive=False, verbosity=0)
    assert problems("Statische Dateien") == []


def test_static_files_of_an_older_version(manifest: Path, settings: Any) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    (manifest / "new.css").write_text("p { color: red }")
    (found,) = problems("Statische Dateien")
    assert "new.css" in found.text
    call_command("collectstatic", interactive=False, verbosity=0)
    shutil.rmtree(manifest)
    manifest.mkdir()
    next(Path(settings.STATIC_ROOT).glob("site.*.css")).unlink()
    (found,) = problems("Statische Dateien")
    assert "site." in found.text


# --------------------------------------------------------------------------- address


def test_a_site_that_is_not_the_public_address() -> None:
    Site.objects.filter(is_default_site=True).update(hostname="localhost", port=80)
    (found,) = problems("Adresse")
    assert "http://localhost" in found.text and "setup_library" in found.advice


@pytest.mark.parametrize(
    "url",
    [
        "bibliothek.example.org",
        "https://",
        "https://example.org/bibliothek",
        "https://example.org:8443",
        "ftp://example.org",
    ],
)
def test_an_address_that_links_cannot_be_built_from(url: str, settings: Any) -> None:
    settings.PUBLIC_URL = url
    (found,) = problems("Adresse")
    assert "PUBLIC_URL" in found.text and "PUBLIC_URL" in found.advice


def test_addresses_that_can_be() -> None:
    assert address_of("https://example.org") == ("example.org", 443)
    assert address_of("http://127.0.0.1:8107/") == ("127.0.0.1", 8107)
    assert address_of("http://example.org") == ("example.org", 80)


@pytest.mark.parametrize(("hosts", "word"), [(["*"], "ALLOWED_HOSTS=*"), (["other.example.org"], "400")])
def test_hosts_that_are_too_many_or_too_few(hosts: list[str], word: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = hosts
    (found,) = problems("Adresse")
    assert word in found.text


def test_hosts_by_their_domain(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".example.org"]
    assert problems("Adresse") == []


# --------------------------------------------------------------------------- keys


def test_a_secret_that_stands_in_the_repository(settings: Any) -> None:
    settings.SECRET_KEY = "nur-fuer-die-entwicklung-nicht-fuer-den-betrieb-geeignet"
    (found,) = problems("Schlüssel")
    assert "veröffentlicht" in found.text
    settings.SECRET_KEY = "kurz"
    (found,) = problems("Schlüssel")
    assert "zu kurz" in found.text


def _a_raw_case() -> RawCase:
    return RawCase.objects.create(
        code="R-AAAA", sealed_text=seal("Worum es geht"), delete_on=timezone.localdate() + timedelta(days=9)
    )


@pytest.mark.parametrize("key", [*published.RAW_CASE_KEYS, "bnVyLWZ1ZXItZGllLWVudHdpY2tsdW5nLW5pY2h0ISE="])
def test_a_raw_case_key_that_stands_in_the_repository(key: str, settings: Any) -> None:
    settings.RAW_CASE_KEYS = [*settings.RAW_CASE_KEYS, key]
    (found,) = problems("Rohfälle")
    assert "Schlüssel 2" in found.text and "rotate_raw_case_keys" in found.advice


@pytest.mark.parametrize("keys", [["abc"], ["Ä" * 44], [""]])
def test_raw_case_keys_that_are_none(keys: list[str], settings: Any) -> None:
    _a_raw_case()
    settings.RAW_CASE_KEYS = [*settings.RAW_CASE_KEYS, *keys]
    (found,) = problems("Rohfälle")
    assert "Schlüssel 2" in found.text and "Base64" in found.text


def test_raw_case_keys_that_open_nothing(settings: Any) -> None:
    _a_raw_case()
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    (found,) = problems("Rohfälle")
    assert found.text.startswith("2 ") and "früheren Schlüssel" in found.advice
    settings.RAW_CASE_KEYS = []
    (found,) = problems("Rohfälle")
    assert "fehlt" in found.text


def test_every_key_in_the_repository_is_known_as_published() -> None:
    """Whatever has the form of a key in a file that ships is refused."""
    shipped = [
        REPOSITORY / ".env.example",
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "docs").rglob("*.md"),
        *(REPOSITORY / "knowledge/settings").glob("*.py"),
    ]
    keys = {
        key for path in shipped for key in re.findall(r"(?<![\w-])[\w-]{43}=(?!=)", path.read_text("utf-8"))
    }
    assert len(keys) >= 2
    assert all(is_published(key) for key in keys)
    assert not is_published(Fernet.generate_key().decode())


# --------------------------------------------------------------------------- accounts


def test_accounts_with_the_passwords_of_the_readme() -> None:
    account = get_user_model().objects.get(username="redaktion")
    account.set_password("weiterdenken-redaktion")
    account.save()
    before = account.password
    (found,) = problems("Konten")
    assert "redaktion" in found.text and "admin" not in found.text
    account.refresh_from_db()
    assert account.password == before
    get_user_model().objects.filter(username="redaktion").update(is_active=False)
    assert problems("Konten") == []


def test_nobody_who_may_administrate() -> None:
    get_user_model().objects.filter(is_superuser=True).update(is_active=False)
    (found,) = problems("Konten")
    assert "--administrator" in found.advice


# --------------------------------------------------------------------------- schedule, folders, mail


@pytest.mark.parametrize(
    "change", [lambda page, when: Page.objects.filter(pk=page.pk).update(expire_at=when)]
)
def test_what_should_have_disappeared(library: Any, change: Callable[[Page, Any], Any]) -> None:
    page = library.page("M01")
    change(page, timezone.now() - timedelta(minutes=10))
    assert problems("Zeitplan") == []
    change(page, timezone.now() - timedelta(hours=3))
    (found,) = problems("Zeitplan")
    assert "publish_scheduled" in found.advice
    call_command("publish_scheduled", stdout=io.StringIO())
    assert problems("Zeitplan") == []


def test_a_media_folder_that_is_not_there(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (found,) = problems("Rechte")
    assert "MEDIA_ROOT" in found.text and "mkdir" in found.advice


def test_mails_that_go_to_the_log(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    (found,) = problems("E-Mail")
    assert "EMAIL_URL" in found.advice


def test_the_demo_has_known_keys_and_accounts_on_purpose(settings: Any) -> None:
    settings.DEBUG = True
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = "kurz", ["*"]
    assert [problems(area) for area in ("Adresse", "Schlüssel", "Konten")] == [[], [], []]
