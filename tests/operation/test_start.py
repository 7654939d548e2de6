"""The commands of ``docs/anleitung/betrieb.md`` in a fresh folder: what they promise an operator, they
keep.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests import demo_copy
from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("operation")]

HOST = "bibliothek.example.de"
"""Stands in the document as the name to be replaced; here it stays."""
PASSWORD = "ein langes kennwort zum probieren"

CONTENT = """
import io
import pikepdf
from django.core.files.base import ContentFile
from PIL import Image
from knowledge.content.loading import make_live
from knowledge.models import LibraryImage
from publications.pdf.actions import attach_pdf
from publications.models import PublicationIndexPage, PublicationPage

drawn = io.BytesIO()
Image.new("RGB", (240, 160), (120, 140, 90)).save(drawn, "PNG")
image = LibraryImage(title="Eine Skizze", file=ContentFile(drawn.getvalue(), name="skizze.png"))
image.save()
page = PublicationPage(
    title="Ein Leitfaden", slug="ein-leitfaden", year=2026, abstract="Worum es geht.", live=False
)
PublicationIndexPage.objects.get().add_child(instance=page)
written, paper = io.BytesIO(), pikepdf.new()
paper.add_blank_page()
paper.save(written)
attach_pdf(page=page, content=written.getvalue())
make_live(page)
print(page.url, image.file.url, image.get_rendition("width-100").url, page.pdf.url, page.pdf.file.url)
"""


class _Mailbox(socketserver.BaseRequestHandler):
    """As much of a mail server as ``doctor`` talks to."""

    def handle(self) -> None:
        self.request.sendall(b"220 ready\r\n")
        while line := self.request.recv(1024):
            self.request.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


@dataclass
class Installation:
    """A folder in which the document is followed."""

    folder: Path
    data: Path
    port: int
    mail_port: int
    database: str = ""
    """Address of the database, where it is not the file that the document names."""

    def blocks(self, heading: str) -> list[str]:
        """Commands of a section, with the two values that operators replace."""
        text = (REPOSITORY / "docs/anleitung/betrieb.md").read_text("utf-8")
        section = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        assert section is not None, heading
        found = re.findall(r"^```sh\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
        assert found, heading
        mail = "smtp+tls://benutzer:kennwort@mail.example.de:587"
        replaced = {
            "/var/lib/weiterdenken": str(self.data),
            "/var/backups": str(self.data.parent),
            mail: f"smtp://127.0.0.1:{self.mail_port}",
            "--port 8000": f"--port {self.port}",
        }
        if self.database:
            replaced = {"sqlite:////var/lib/weiterdenken/db.sqlite3": self.database} | replaced
        for before, after in replaced.items():
            found = [block.replace(before, after) for block in found]
        return found

    def service(self, ending: str) -> str:
        """The command of the service whose line ends so."""
        units = sorted((REPOSITORY / "tools/systemd").glob("*.service"))
        text = "\n".join(unit.read_text("utf-8") for unit in units)
        found = re.search(rf"^ExecStart=/opt/weiterdenken/(.*{re.escape(ending)})$", text, re.MULTILINE)
        assert found is not None, ending
        return found[1]

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of this test run, only what a fresh shell has."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.data.parent),
            "LANG": "C.UTF-8",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        }

    def run(self, script: str, *, code: int = 0) -> str:
        """Run commands as an operator does, stopping at the first that fails."""
        done = subprocess.run(
            ["bash", "-ec", script],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def get(self, path: str, *, host: str = HOST, secure: bool = True) -> tuple[HTTPResponse, bytes]:
        """Ask as the web server in front does."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(
            "GET", path, headers={"Host": host, **({"X-Forwarded-Proto": "https"} if secure else {})}
        )
        response = connection.getresponse()
        return response, response.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _copy_of_the_repository(folder: Path) -> None:
    """What a clone would bring, with what is not committed yet, and the installed environment."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)


@pytest.fixture(scope="module", params=["prepared", pytest.param("empty", marks=pytest.mark.drill)])
def installed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The document, followed up to the start of the server; the database is migrated before, or empty."""
    with followed(tmp_path_factory.mktemp("operation"), is_prepared=request.param == "prepared") as made:
        yield made


@contextmanager
def followed(base: Path, *, is_prepared: bool = False, database: str = "") -> Iterator[Installation]:
    """An installation in a new folder, as the document makes it, with its server and its worker."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox) as mailbox:
        threading.Thread(target=mailbox.serve_forever, daemon=True).start()
        mail_port = int(mailbox.server_address[1])
        made = Installation(base / "library", base / "data", _free_port(), mail_port, database)
        _copy_of_the_repository(made.folder)
        for block in made.blocks("1. Einstellungen"):
            made.run(block)
        before = made.run(f"mkdir -p {made.data}; .venv/bin/python manage.py doctor", code=1)
        assert "manage.py migrate" in before and "manage.py collectstatic" in before
        if is_prepared:
            # What ``migrate`` makes of an empty file was made once in this run.
            shutil.copy(demo_copy.ensure(demo_copy.EMPTY), made.data / "db.sqlite3")
            with closing(sqlite3.connect(made.data / "db.sqlite3", isolation_level=None)) as prepared:
                prepared.execute("DELETE FROM knowledge_findingkey")  # sealed with the key of the tests
        for block in made.blocks("2. Einrichten"):
            last = made.run(block)
        assert "Administration: leitung" in last
        server = made.blocks("3. Starten")[0].strip()
        assert "--workers" in server and "--blocking-threads" in server
        log = (base / "server.log").open("w")
        processes = [
            subprocess.Popen(
                command.split(), cwd=made.folder, env=made.environment, stdout=log, stderr=subprocess.STDOUT
            )
            for command in (server, made.service("manage.py db_worker"))
        ]
        try:
            _wait_for(made)
            yield made
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait(30)
            log.close()
            mailbox.shutdown()


def _wait_for(installed: Installation) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            if installed.get("/healthz/")[0].status == 200:
                return
        except OSError:
            pass
        assert time.monotonic() < deadline, "the server does not answer"
        time.sleep(0.5)


@pytest.fixture(scope="module")
def addresses(installed: Installation) -> list[str]:
    """Page, original, rendition and document of a publication that an editor would have made."""
    (installed.folder / "content.py").write_text(CONTENT)
    return installed.run(
        ".venv/bin/python manage.py shell -v 0 -c 'exec(open(\"content.py\").read())'"
    ).split()


def test_pages_answer_under_the_public_address(installed: Installation) -> None:
    for path in (
        "/",
        "/faelle/",
        "/methoden/",
        "/themen/finanzen/",
        "/suche/?q=haushalt",
        "/en/",
        "/konto/anmelden/",
        "/admin/login/",
        "/robots.txt",
    ):
        response, body = installed.get(path)
        assert response.status == 200, (path, body[:300])
    assert installed.get("/", host="fremd.example.org")[0].status == 400
    assert installed.get("/", secure=False)[0].getheader("Location") == f"https://{HOST}/"


def test_static_files_answer_and_stay_in_caches(installed: Installation) -> None:
    _response, body = installed.get("/")
    names = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', body.decode()))
    assert len(names) >= 3
    for name in names:
        response, _content = installed.get(name)
        assert response.status == 200, name
        assert "immutable" in (response.getheader("Cache-Control") or ""), name


def test_picture_and_document_answer(installed: Installation, addresses: list[str]) -> None:
    page, original, rendition, document, path_of_document = addresses
    for address, kind in (
        (page, "text/html"),
        (original, "image/png"),
        (rendition, "image/png"),
        (document, "application/pdf"),
    ):
        response, body = installed.get(address)
        assert response.status == 200, (address, body[:300])
        assert (response.getheader("Content-Type") or "").startswith(kind)
    assert installed.get(path_of_document)[0].status == 404
    assert installed.get("/media/")[0].status == 404


def test_sitemap_and_robots_name_the_public_address(installed: Installation) -> None:
    sitemap = installed.get("/sitemap.xml")[1].decode()
    found = re.findall(r"<loc>(.*?)</loc>", sitemap)
    assert len(found) > 10
    assert all(address.startswith(f"https://{HOST}/") for address in found)
    assert f"Sitemap: https://{HOST}/sitemap.xml" in installed.get("/robots.txt")[1].decode()


def test_the_doctor_is_content(installed: Installation, addresses: list[str]) -> None:
    (block,) = installed.blocks("4. Nachsehen")
    assert "Fehler" not in installed.run(block)


def test_commands_of_the_table_run(installed: Installation) -> None:
    """One process runs them all: seven starts would cost more than the commands."""
    text = (REPOSITORY / "docs/anleitung/betrieb.md").read_text("utf-8")
    table, _heading, scheduled = text.partition("## 5.")[2].partition("Als Cron")
    commands = [
        command
        for row in re.findall(r"^\| [^|]+ \| ([^|]+) \|", table, re.MULTILINE)
        for command in re.findall(r"`([^`]+)`", row)
    ]
    assert {"publish_scheduled", "send_mails", "search_sync --verify"} <= set(commands)
    for command in commands:
        assert re.search(rf"manage\.py {re.escape(command)}(\s|;|$)", scheduled), command
    lines = ["from django.core.management import call_command"]
    for command in commands:
        words = command.replace("/var/backups", str(installed.data.parent)).split()
        lines.append(f"call_command(*{words!r}); print('ran', {command!r})")
    (installed.folder / "table.py").write_text("\n".join(lines))
    said = installed.run(".venv/bin/python manage.py shell -v 0 -c 'exec(open(\"table.py\").read())'")
    assert re.findall(r"^ran (.+)$", said, re.MULTILINE) == commands


def test_secrets_are_for_the_owner_alone(installed: Installation) -> None:
    assert (installed.folder / ".env").stat().st_mode & 0o077 == 0
