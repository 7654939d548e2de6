"""Workers killed at random moments while they do jobs and send mails: ``python -m tests.drills.killed_worker
--database FILE --rounds N --seed S``.

FILE is a migrated SQLite database that nobody else uses. Each round hands over a few jobs and mails, starts a
real worker process and kills it with SIGKILL at a random moment. At the end a worker may finish. Then every
job that was acknowledged is done, exactly once; every mail was received once, or is shown as in doubt and was
received at most once. Prints one line of JSON with the seed and what was seen; ends with 1 where that does
not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
COUNT = "drill.count"
PER_ROUND = 3
PATIENCE = 60.0
"""Seconds in which the last worker must have finished."""

LEASE, SIGN, CALL_AGAIN = 1.5, 0.2, 1.0
"""Seconds instead of minutes, so that a lost job is found within a round."""


class Mailbox(socketserver.StreamRequestHandler):
    """A mail server that notes what it took. It is slow to say so: there the doubt begins."""

    received: Counter[str] = Counter()
    moments = random.Random(0)

    def handle(self) -> None:
        with suppress(ConnectionError):  # the worker was killed
            self._talk()

    def _talk(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self._take()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        text = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            text += line
        if line:
            (subject,) = re.findall(rb"^Subject: (\S+)", text, re.MULTILINE)
            Mailbox.received[subject.decode()] += 1
            time.sleep(Mailbox.moments.random() * 0.02)
            self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def _set_up() -> None:
    """Django, short leases, and a kind of work that counts how often it was done."""
    import django

    django.setup()
    from datetime import timedelta

    from django.db.models import F

    from knowledge.jobs import Running, actions, kind, worker
    from search.models import Tally

    actions.LEASE = worker.LEASE = timedelta(seconds=LEASE)  # type: ignore[misc]
    worker.SIGN = SIGN  # type: ignore[misc]
    worker.CALL_AGAIN = timedelta(seconds=CALL_AGAIN)  # type: ignore[misc]

    @kind(COUNT, label="Zählen", tries=1000)
    def count(job: Running) -> None:
        for percent in range(0, 90, 30):
            job.report(percent, "")
        with job.once():
            for _step in range(3):
                Tally.objects.filter(key=f"drill-{job.arguments[0]}").update(count=F("count") + 1)


def _work() -> None:
    _set_up()
    from knowledge.jobs import build_worker

    print("ready", flush=True)  # noqa: T201 - the parent waits for it
    build_worker(interval=0.05).run()


def _drill(rounds: int, seed: int) -> dict[str, Any]:
    """Hand over, start, kill, round by round; then let one finish and look."""
    _set_up()
    from django.core.mail import send_mail
    from django.utils import timezone

    from knowledge.jobs import enqueue
    from search.models import Tally

    moments, handed_over = random.Random(seed), 0
    for _round in range(rounds):
        for _each in range(PER_ROUND):
            handed_over += 1
            Tally.objects.create(key=f"drill-{handed_over}", count=0, expires=timezone.now())
            enqueue(COUNT, handed_over)
            send_mail(f"drill-{handed_over}", "Text", None, ["jemand@rathaus.example"])
        worker = _start("work")
        time.sleep(moments.random())
        worker.kill()
        worker.wait()
    _finish()
    return _judge(handed_over) | {"seed": seed, "rounds": rounds, "handed_over": handed_over}


def _start(role: str) -> subprocess.Popen[str]:
    """A worker process that is about to take its first job."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.drills.killed_worker", "--role", role],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def _finish() -> None:
    from knowledge.jobs import Job

    worker, deadline = _start("work"), time.monotonic() + PATIENCE
    open_states = [Job.State.WAITING, Job.State.RUNNING]
    while Job.objects.filter(state__in=open_states).exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    worker.kill()
    worker.wait()


def _judge(handed_over: int) -> dict[str, Any]:
    from knowledge.jobs import Job
    from knowledge.mail import SEND_MAIL, OutgoingMail
    from knowledge.mail.sealing import open_mail
    from search.models import Tally

    counts = dict(Tally.objects.filter(key__startswith="drill-").values_list("key", "count"))
    names = {f"drill-{number}" for number in range(1, handed_over + 1)}
    doubtful = {open_mail(one.sealed).subject for one in OutgoingMail.objects.filter(state="in-doubt")}
    received = Mailbox.received
    return {
        "open": Job.objects.filter(state__in=["waiting", "running"]).count(),
        "failed": Job.objects.failed().exclude(kind=SEND_MAIL).count(),
        "not_once": sorted(name for name in names if counts[name] != 3),
        "lost": sorted(name for name in names - doubtful if received[name] == 0),
        "twice": sorted(name for name in names if received[name] > 1),
        "doubtful": len(doubtful),
        "retaken": Job.objects.filter(kind=COUNT, tries__gt=1).count(),
    }


def main() -> None:
    """Run the drill, or be one of its workers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", type=Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--role", choices=["work"])
    options = parser.parse_args()
    if options.role:
        _work()
        return
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as mailbox:
        mailbox.daemon_threads = True
        threading.Thread(target=mailbox.serve_forever, daemon=True).start()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "knowledge.settings.dev",
            "DATABASE_URL": f"sqlite:///{options.database.resolve()}",
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.server_address[1]}",
        }
        found = _drill(options.rounds, options.seed)
        mailbox.shutdown()
    print(json.dumps(found))  # noqa: T201 - the answer of the process
    sys.exit(1 if any(found[name] for name in ("open", "failed", "not_once", "lost", "twice")) else 0)


if __name__ == "__main__":
    main()
