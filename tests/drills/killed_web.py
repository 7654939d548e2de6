"""Web servers killed at random moments while editors publish and contributions come in:
``python -m tests.drills.killed_web --database FILE --rounds N --seed S``.

FILE is a database with the demo library that nobody else uses. Each round prepares a draft of a case and one
of a lesson, starts a real server (granian), sends from four sides at once (publish the case, publish the
lesson, usage reports one after the other, follow-ups one after the other) and kills all of the server with
SIGKILL at a random moment. Then whatever was answered with success must be there, once, and nothing may stand
there in part. At the end a last server must bring the index level with the database. Prints one line of JSON
with the seed and what was seen; ends with 1 where that does not hold. How late a kill may come is taken from
a first round that nobody kills, so that a slow machine publishes as often as a quick one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

REPOSITORY = Path(__file__).resolve().parents[2]
CASE, LESSON, CARD = "F07", "L01", "M01"
PATIENCE = 90.0
"""Seconds in which a server must answer, and in which the last one must have written the index."""
LONGEST = 2.5
"""The latest kill comes after so many times what a server that has just started needs to publish here."""
TOKEN = "x" * 32
SENT_AGAIN = b"Noch einmal senden"
"""What the page of an outage offers, with everything that was typed: another writer held the database."""
_WORDS = (
    *("viel", "wenig", "oft", "selten", "gern", "kaum", "heute", "morgen"),
    *("gestern", "immer", "nie", "bald", "dort", "hier", "oben", "unten"),
)


@dataclass
class Editor:
    """Somebody signed in, with the server of this round; ``answered`` holds what it said yes to, ``refused``
    what it gave back because nothing could be stored just then.
    """

    port: int
    session: str
    answered: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def send(self, name: str, path: str, values: dict[str, Any]) -> None:
        """Post a form; noted as ``name`` where the answer leads on. Raises ``OSError`` or ``HTTPException``
        when the server is gone.
        """
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            }
            connection.request("POST", path, urlencode(values | {"csrfmiddlewaretoken": TOKEN}), headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status == 503 and SENT_AGAIN in said:
                self.refused.add(name)
            elif answer.status != 302:
                raise AssertionError(f"{name}: {answer.status} {said[:2000]!r}")
            else:
                self.answered.add(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(port: int) -> subprocess.Popen[bytes]:
    """A server that answers, in a group of processes of its own."""
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-log"]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--port", str(port), "knowledge.wsgi:application"],
        cwd=REPOSITORY,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", "/konto/anmelden/")
            if connection.getresponse().status == 200:
                return server
        time.sleep(0.05)
    _kill(server)
    raise AssertionError("the server does not answer")


def _kill(server: subprocess.Popen[bytes]) -> None:
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


# --------------------------------------------------------------------------- what is sent


def _words_of(number: int) -> str:
    """Words that tell a round from any other, and in which the guard sees nothing."""
    first, second = divmod(number, len(_WORDS))
    return f"{_WORDS[first % len(_WORDS)]} und {_WORDS[second]}"


def _session() -> str:
    """A session of the demo's administrator."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user, session = get_user_model().objects.get(username="admin"), SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    return str(session.session_key)


def _page(model: Any, code: str) -> Any:
    return model.objects.get(external_id=code)


def _prepare(number: int) -> dict[str, Any]:
    """Drafts of this round by the name under which they are published."""
    from cases.gate import release_demo
    from cases.models import CasePage
    from knowledge.models import LessonPage

    case, lesson = _page(CasePage, CASE), _page(LessonPage, LESSON)
    case.takeaway = f"Verloren ging {_words_of(number)} etwas."
    case.save_revision()
    release_demo(case=case)
    lesson.statement = f"Verloren ging {_words_of(number)} etwas."
    lesson.save_revision()
    return {"case": case, "lesson": lesson}


def _deeds(number: int, drafts: dict[str, Any]) -> list[Callable[[Editor], None]]:
    """What four people do at once."""
    from django.urls import reverse

    from cases.models import CaseFollowUp
    from methods.models import MethodCardPage, UsageReport

    def publish(name: str) -> Callable[[Editor], None]:
        address = f"/admin/bulk/wagtailcore/page/publish/?id={drafts[name].pk}&next=/admin/"
        return lambda editor: editor.send(name, address, {"include_descendants": ""})

    def contribute(model: Any, values: dict[str, Any], words: str) -> Callable[[Editor], None]:
        address = reverse(model.snippet_viewset.get_url_name("add"))

        def one_after_the_other(editor: Editor) -> None:
            for count in range(1000):
                text = f"Runde {number}, Beitrag {count}."
                editor.send(f"{model.__name__} {text}", address, values | {words: text})

        return one_after_the_other

    report = {
        "card": _page(MethodCardPage, CARD).pk,
        "participants": 8,
        "planned_minutes": 60,
        "actual_minutes": 65,
        "worked": 4,
    }
    told = {"case": drafts["case"].pk, "after": 6, "status": "umgesetzt"}
    return [
        publish("case"),
        publish("lesson"),
        contribute(UsageReport, report, "adapted"),
        contribute(CaseFollowUp, told, "text"),
    ]


def _send_until_killed(
    editor: Editor, deeds: list[Callable[[Editor], None]], wait: Callable[[], None]
) -> list[str]:
    """Let all begin, wait, kill their server, and say what was wrong with an answer."""
    wrong: list[str] = []

    def do(deed: Callable[[Editor], None]) -> None:
        try:
            deed(editor)
        except (OSError, HTTPException):
            pass  # the server was killed
        except AssertionError as error:
            wrong.append(str(error))

    server = _start(editor.port)
    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    wait()
    _kill(server)
    for thread in threads:
        thread.join()
    return wrong


def _time_to_publish(editor: Editor, deeds: list[Callable[[Editor], None]]) -> tuple[float, list[str]]:
    """Seconds until a server that has just started, and that nobody kills yet, has published both or given
    one back, with everything else sent beside it as in the rounds; and what was wrong with an answer.
    """
    needed = 0.0

    def both_published() -> None:
        nonlocal needed
        began = time.monotonic()
        while not editor.answered | editor.refused >= {"case", "lesson"} and needed < PATIENCE:
            time.sleep(0.02)
            needed = time.monotonic() - began

    wrong = _send_until_killed(editor, deeds, both_published)
    return needed, wrong


# --------------------------------------------------------------------------- what must hold


def _lost(number: int, answered: set[str]) -> list[str]:
    """What was answered with success and is not there, or not once."""
    from cases.models import CaseFollowUp, CasePage
    from knowledge.models import LessonPage
    from methods.models import UsageReport

    lost = []
    words, told = f"Runde {number}", f" {_words_of(number)} "
    if "case" in answered and told not in _page(CasePage, CASE).takeaway:
        lost.append(f"{words}: case")
    if "lesson" in answered and told not in _page(LessonPage, LESSON).statement:
        lost.append(f"{words}: lesson")
    for model, column in ((UsageReport, "adapted"), (CaseFollowUp, "text")):
        found = list(
            model.objects.filter(**{f"{column}__startswith": f"{words}, "}).values_list(column, flat=True)
        )
        names = [f"{model.__name__} {text}" for text in found]
        lost += [name for name in answered if name.startswith(model.__name__) and names.count(name) != 1]
    return lost


def _in_part(before: dict[str, str]) -> list[str]:
    """What stands there in part: live words that are neither the former nor those of the revision that is
    said to be live, a case whose text is not the cleared one.
    """
    from cases.models import CasePage
    from knowledge.models import LessonPage

    case, lesson = _page(CasePage, CASE), _page(LessonPage, LESSON)
    wrong = [] if case.live and case.is_as_cleared else ["the case is not as it was cleared"]
    for page, name in ((case, "takeaway"), (lesson, "statement")):
        words = getattr(page, name)
        if words == before[name]:
            continue
        if page.live_revision is None or page.live_revision.content[name] != words:
            wrong.append(f"{name} is not the one of the live revision")
        if page.has_unpublished_changes:
            wrong.append(f"{name}: published, and said to be waiting")
    return wrong


def _words() -> dict[str, str]:
    from cases.models import CasePage
    from knowledge.models import LessonPage

    return {
        "takeaway": _page(CasePage, CASE).takeaway,
        "statement": _page(LessonPage, LESSON).statement,
    }


def _index_follows(port: int) -> dict[str, Any]:
    """A last server empties the outbox by itself; then index and database say the same."""
    from search.index import verification
    from search.models import IndexJob

    server, deadline = _start(port), time.monotonic() + PATIENCE
    while IndexJob.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    _kill(server)
    waiting = IndexJob.objects.count()
    differs = sorted(key for found, _left in verification.verify(repair=False) for key in found.keys)
    return {"waiting": waiting, "differs": differs}


def _sound() -> list[str]:
    """What the database says of itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return said + [str(row) for row in cursor.fetchall()]


def _drill(rounds: int, seed: int) -> dict[str, Any]:
    import django

    django.setup()
    from search.index import apply

    apply.rebuild()
    moments, session = random.Random(seed), _session()
    found: dict[str, Any] = {"lost": [], "in_part": [], "answered": 0, "published": 0, "refused": 0}
    needed, found["wrong"] = _time_to_publish(Editor(_free_port(), session), _deeds(rounds, _prepare(rounds)))
    for number in range(rounds):
        before, drafts = _words(), _prepare(number)
        editor = Editor(_free_port(), session)
        deeds = _deeds(number, drafts)
        moment = moments.random() * LONGEST * needed
        found["wrong"] += _send_until_killed(editor, deeds, partial(time.sleep, moment))
        found["lost"] += _lost(number, editor.answered)
        found["in_part"] += _in_part(before)
        found["answered"] += len(editor.answered)
        found["refused"] += len(editor.refused)
        found["published"] += len(editor.answered & {"case", "lesson"})
    return (
        found
        | _index_follows(_free_port())
        | {
            "damaged": _sound(),
            "seed": seed,
            "rounds": rounds,
            "needed": round(needed, 1),
        }
    )


def main() -> None:
    """Run the drill."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "knowledge.settings.dev",
        "DATABASE_URL": f"sqlite:///{options.database.resolve()}",
    }
    found = _drill(options.rounds, options.seed)
    print(json.dumps(found))  # noqa: T201 - the answer of the process
    wrong = ("lost", "in_part", "wrong", "waiting", "differs", "damaged")
    sys.exit(1 if any(found[name] for name in wrong) else 0)


if __name__ == "__main__":
    main()
