"""``python -m tests.benchmarks.review``: how long a trained person needs to review raw cases of 1,500 words;
prints one JSON object.

Nobody sat before the screen: the time is estimated with the keystroke-level model (Card, Moran and Newell
1980, "The keystroke-level model for user performance time with interactive systems", CACM 23:396-410) over
what the pages really ask for and how long they really take to answer. Reading is counted at 260 words per
minute, silent reading of German (Brysbaert 2019, "How many words do we read per minute?", JML 109:104047).

The texts are those of demo cases with the facts of a municipality drawn from the register planted in them,
filled up to 1,500 words.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.library import prepare

WORDS = 1_500
CASES = 6

#: Seconds: a key of a combination pressed by an average typist, a decision, one word read.
KEY, MENTAL, WORD = 0.28, 1.35, 60 / 260
#: Of a finding one reads its words, the reason and the line around it.
WORDS_OF_FINDING = 20
#: Alt and Enter; Alt and Delete, one arrow, Alt and Enter.
ACCEPT_KEYS, LEAVE_KEYS = 2, 5


def raw_text(draw: random.Random) -> tuple[str, list[Any]]:
    """(about 1,500 words with planted facts, names for the intake)."""
    from knowledge.anonymity.register import municipalities
    from tools.anonymity.attack_facts import with_facts
    from tools.anonymity.demo_texts import demo_texts

    texts = demo_texts()
    draw.shuffle(texts)
    kept: list[str] = []
    while sum(len(text.split()) for text in kept) < WORDS - 80:
        kept.append(texts.pop())
    return with_facts(kept, draw.choice(municipalities()), draw)


def timed(work: Any) -> tuple[Any, float]:
    """(answer, wall seconds)."""
    start = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - start


def review_one(client: Any, draw: random.Random) -> dict[str, Any]:
    """One raw case through the review by HTTP as the page does it, with the estimated seconds of a person."""
    from django.contrib.auth import get_user_model
    from django.urls import reverse

    from cases.intake.actions import take_in
    from cases.intake.review import TEXT_FIELDS, review_of
    from cases.sealed import IntakeNames

    text, names = raw_text(draw)
    fields = dict.fromkeys(TEXT_FIELDS, "") | {
        "situation": text,
        "key_question": "Wie kommen wir weiter?",
        "title": "Ein Fall",
    }
    by_kind = {kind: [name.name for name in names if str(name.kind) == kind] for kind in ("place", "person")}
    given = IntakeNames("\n".join(by_kind["place"]), tuple(by_kind["person"]))
    extra = {
        "federal_state": "SUED",
        "size_band": "kleinstadt",
        "period_band": "2022-2025",
        "access_level": "oeffentlich",
        "case_kind": "beratung",
    }
    raw = take_in(
        text=fields | extra,
        names=given,
        meeting=None,
        user=get_user_model().objects.get(username="moderation"),
    )
    address = reverse("raw_review", args=[raw.pk])
    page, opening = timed(lambda: client.get(address))
    assert page.status_code == 200
    seconds = opening + MENTAL + 2 * KEY
    answer, waiting = timed(lambda: client.post(address, {"alle": "sicher"}))
    assert answer.status_code in (200, 302)
    seconds += waiting
    rows = review_of(raw).rows
    waits, left = [], [row for row in rows if row.decision is None]
    for row in left:
        # A hint is mostly an ordinary word and stays; what is likelier is replaced.
        stays = row.level == "hinweis" or row.suggestion in {"", "[…]"}
        data = {
            "nur": row.mark,
            f"entscheidung-{row.mark}": "bleibt" if stays else "ersetzen",
            f"grund-{row.mark}": "gewoehnliches-wort",
            f"ersatz-{row.mark}": row.suggestion,
        }
        _answer, waiting = timed(
            lambda data=data: client.post(address, data, headers={"accept": "application/json"})
        )
        waits.append(waiting)
        seconds += WORDS_OF_FINDING * WORD + MENTAL + (LEAVE_KEYS if stays else ACCEPT_KEYS) * KEY + waiting
    return {
        "words": len(text.split()),
        "findings": len(rows),
        "taken_at_once": len(rows) - len(left),
        "one_by_one": len(left),
        "hints": sum(row.level == "hinweis" for row in left),
        "open_page_s": round(opening, 2),
        "answer_s": round(statistics.median(waits), 2) if waits else 0.0,
        "deciding_s": round(seconds),
        "reading_s": round(len(text.split()) * WORD),
    }


def main() -> int:
    """Review a few cases, print the figures and their mean."""
    with tempfile.TemporaryDirectory(prefix="weiterdenken-review-") as scratch:
        prepare(Path(scratch))
        from django.contrib.auth import get_user_model
        from django.test import Client

        client, draw = Client(HTTP_HOST="localhost"), random.Random(7)
        client.force_login(get_user_model().objects.get(username="redaktion"))
        rows = [review_one(client, draw) for _case in range(CASES)]
    mean = {name: round(statistics.mean(row[name] for row in rows), 2) for name in rows[0]}
    sys.stdout.write(json.dumps({"cases": rows, "mean": mean}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
