"""From a fresh clone to the first published batch, on both databases, with the time of each step."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from tests.operation.test_start import followed
from tests.residue import postgres_server

pytestmark = [pytest.mark.drill, pytest.mark.timeout(1800)]

LONGEST = 900
"""Seconds for everything but the reading and writing of people."""

TAKE_IN = """
import datetime
from django.contrib.auth import get_user_model
from cases.intake import actions
from cases.models import ParticipantBand
from cases.sealed import IntakeNames
from knowledge.models import Format, ForumCycle, WorkingMeeting
from methods.models import MethodCardPage, MethodIndexPage

leader = get_user_model().objects.get(username="leitung")
form = Format.objects.create(key="forum", name="Forum", purpose="Einander beraten.")
days = {"starts": datetime.date(2026, 1, 9), "ends": datetime.date(2026, 6, 9)}
cycle = ForumCycle.objects.create(format=form, number=1, title="Knappe Kassen", **days)
meetings = [WorkingMeeting.objects.create(cycle=cycle, number=number) for number in (1, 2)]
ParticipantBand.objects.create(
    cycle=cycle, federal_state="BY", size_band="kleinstadt", legal_type="Gemeinde", count=12
)
MethodIndexPage.objects.get().add_child(instance=MethodCardPage(
    title="Kollegiale Beratung", slug="kollegiale-beratung", purpose="Einander Rat geben.", live=False,
    group_min=4, group_opt=8, group_max=12, difficulty="etwas-uebung", when_not="Wenn die Zeit fehlt.",
    online="hybrid", conflict_fit="geeignet", confidentiality="offen",
))
TEXTS = (
    ("Wer entscheidet, wenn zwei Ausschüsse sich nicht einig werden?", "Zwei Ausschüsse streiten."),
    ("Wie finden wir Ehrenamtliche für ein Angebot am Abend?", "Das Angebot am Abend ruht."),
    ("Was tun wir, wenn eine gute Idee am Alltag scheitert?", "Eine gute Idee blieb liegen."),
)
for number, (title, situation) in enumerate(TEXTS):
    text = dict.fromkeys(("finance_band", "workforce_band", "methods"), "") | {
        "title": title, "situation": situation, "key_question": title, "case_kind": "beratung",
        "actors": "Verwaltungsspitze: will eine ruhige Lösung", "hypotheses": "Ich vermute, Zeit fehlt.",
        "ideas": "Ein Gespräch zu dritt", "next_steps": "Ein Termin", "challenge": "finanzen",
        "federal_state": "SUED", "size_band": "kleinstadt", "period_band": "seit-2022",
        "access_level": "oeffentlich",
    }
    actions.take_in(text=text, names=IntakeNames("Quellenrode"), meeting=meetings[number % 2], user=leader)
"""

REVIEW = """
from django.contrib.auth import get_user_model
from cases import gate
from cases.intake import actions
from cases.intake.actions import ReviewChoice
from cases.intake.review import review_of
from cases.models import CaseMethod, CasePage, Consent, RawCase
from knowledge.models import PolicyField
from methods.models import MethodCardPage

users = get_user_model().objects
leader = users.get(username="leitung")
second = users.create_superuser("zweite", "zweite@example.de", "ein zweites langes kennwort")
for raw in RawCase.objects.order_by("pk"):
    review = review_of(raw)
    choices = [ReviewChoice(row.mark, "ersetzen", row.suggestion) for row in review.rows]
    actions.decide(raw=raw, review=review, choices=choices, user=leader)
    page = actions.take_over(raw=raw, user=leader)
    page.kernel, page.concern_type = "Viele wollen etwas, und niemand hat Zeit dafür.", "entscheiden"
    page.evidence_level, page.outcome = "einschaetzung", "offen"
    page.policy_fields = [PolicyField.objects.first()]
    page.case_methods = [CaseMethod(method=MethodCardPage.objects.get())]
    for group, values in {
        "hypotheses": {"resonance": "trifft"}, "ideas": {"effort": "S", "status": "aufgegriffen"},
        "steps": {"role": "Hauptamt", "due_band": "1-3"},
    }.items():
        rows = list(getattr(page, group).all())
        for row in rows:
            vars(row).update(values)
        setattr(page, group, rows)
    page.full_clean()
    page.save_revision(user=leader)
    draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    gate.record_spoken_release(
        case=draft, channel=Consent.Channel.PAPER, level="oeffentlich", recorder=second
    )
    gate.record_intruder_test(
        case=draft, tester=second, minutes=20, verdict="niemand",
        record=gate.IntruderRecord(
            tuple((f"Anfrage {number}", "nichts") for number in range(3)),
            answers={question.key: "nein" for question in gate.insider_questions(draft)},
        ),
    )
    gate.record_review(case=draft, reviewer=second)
    for problem in gate.problems(draft):
        print("offen:", problem)
print("reviewed")
"""

PUBLISHED = """
import json
from cases.models import CasePage
print(json.dumps([[case.url, case.title] for case in CasePage.objects.live().order_by("pk")]))
"""


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database; nothing for the file of the document."""
    if kind == "postgresql":
        assert not postgres_server.missing()
    with postgres_server.running() if kind == "postgresql" else nullcontext("") as url:
        yield url


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.services("postgresql"))]
)
def test_from_a_clone_to_the_first_batch(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    took: list[tuple[str, float]] = []
    since = time.monotonic()

    def done(step: str) -> None:
        nonlocal since
        took.append((step, time.monotonic() - since))
        since = time.monotonic()

    with database(kind) as url, followed(tmp_path, database=url) as made:
        done("installed, set up, started")

        def shell(script: str) -> str:
            (made.folder / "step.py").write_text(script)
            return made.run(".venv/bin/python manage.py shell -v 0 -c 'exec(open(\"step.py\").read())'")

        shell(TAKE_IN)
        done("three raw cases of two meetings taken in")
        assert shell(REVIEW).splitlines() == ["reviewed"]
        done("decided, taken over, released, reviewed")
        assert "3 F" in made.run(".venv/bin/python manage.py release_batch")
        done("batch published")
        cases = json.loads(shell(PUBLISHED))
        assert len(cases) == 3
        for address, title in cases:
            response, body = made.get(address)
            assert response.status == 200 and title in body.decode()
        assert cases[1][0] in made.get("/suche/?q=Ehrenamtliche")[1].decode()
        done("read and found")
        assert "Fehler" not in made.run(".venv/bin/python manage.py doctor")
        said = made.run(f".venv/bin/python manage.py backup {made.data.parent}/backups")
        assert ".zip" in said
        done("examined and backed up")
    total = sum(seconds for _step, seconds in took)
    with capsys.disabled():
        for step, seconds in took:
            print(f"{kind:<12}{seconds:7.1f} s  {step}")  # noqa: T201 - the report of the drill
        print(f"{kind:<12}{total:7.1f} s  in all")  # noqa: T201
    assert total < LONGEST
