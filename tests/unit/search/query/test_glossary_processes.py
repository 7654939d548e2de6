"""A second process, with a database connection and an index of its own, learns a new glossary entry while it
runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[4]

#: Both processes: the real service over the real thesaurus cache; one line in, one line out.
PROCESS = """
import json, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "knowledge.settings.test"
django.setup()
from django.db import connection
from search import registry
from search.query import vocabulary
from search.contract import Document, Passage, SearchRequest, Viewer
from search.engines.memory import MemoryEngine
from search.models import GlossaryEntry
from search.ingest.preparation import prepare
from search.service import SearchService
vocabulary.GLOSSARY_SECONDS = 0.05
registry._vocabularies.clear()  # this database has no table but the glossary
engine, cache = MemoryEngine(), vocabulary.ThesaurusCache()
bridges = Document("case:1", "case", "Brücken", "/", passages=(Passage("Die Folgekosten der Brücken."),))
engine.upsert([prepare(bridges)])
searching = SearchService(lambda: engine, cache.get, visible=lambda keys, viewer: set(keys), facets=tuple)
if "create" in sys.argv:
    with connection.schema_editor() as editor:
        editor.create_model(GlossaryEntry)
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    order, value = json.loads(line)
    if order == "add":
        GlossaryEntry.objects.create(term=value[0], equivalents=value[1])
        answer = os.getpid()
    elif order == "end":
        GlossaryEntry.objects.update(is_active=False)
        answer = os.getpid()
    else:
        hits = searching.run(SearchRequest(text=value), Viewer()).hits
        answer = [os.getpid(), [reason.text for hit in hits for reason in hit.reasons]]
    print(json.dumps(answer), flush=True)
"""


class Process:
    """One running Python that answers orders."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._in: IO[str] = running.stdin  # type: ignore[assignment]
        self._out: IO[str] = running.stdout  # type: ignore[assignment]

    def hear(self) -> Any:
        """The next line of it."""
        return json.loads(self._out.readline())

    def ask(self, order: str, value: Any = None) -> Any:
        """Its answer to an order."""
        self._in.write(json.dumps([order, value]) + "\n")
        self._in.flush()
        return self.hear()


@contextmanager
def process(database: Path, *arguments: str) -> Iterator[Process]:
    environment = {**os.environ, "TEST_DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROCESS, *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        try:
            made = Process(running)
            assert made.hear() == "ready"
            yield made
        finally:
            running.stdin.close()  # type: ignore[union-attr]
            running.wait(60)


def reasons_until(asked: Process, wanted: bool) -> tuple[int, list[str]]:
    """What the reader's process answers, asked until its interval has passed; the last answer when it never
    changes.
    """
    number, reasons = 0, []
    for _attempt in range(500):
        number, reasons = asked.ask("search", "Groschengrab")
        if bool(reasons) == wanted:
            break
    return number, reasons


def test_a_running_process_learns_what_another_one_writes(tmp_path: Path) -> None:
    database = tmp_path / "glossary.sqlite3"
    with process(database, "create") as editor, process(database) as reader:
        number, before = reader.ask("search", "Groschengrab")
        assert before == []
        assert editor.ask("add", ["Groschengrab", "Folgekosten"]) != number
        assert reasons_until(reader, True) == (number, ["„Folgekosten“ kommt „Groschengrab“ nahe"])
        editor.ask("end")
        assert reasons_until(reader, False) == (number, [])
