"""A year of a cycle by a script with chance: call, applications, three meetings with their rounds, work-up,
batch, follow-up, closing. People press buttons; the wall clock is moved; afterwards everything is undone.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, time, timedelta
from typing import Any
from unittest import mock

from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from cases import followup, gate
from cases.models import CaseFollowUp, CasePage, IntruderTest, RawCase
from cases.sealed import remove
from cases.sections import CaseText
from knowledge import contributions
from knowledge.cycle.ballot import slips_of
from knowledge.cycle.call import delete_due, tell_newsletter
from knowledge.enums import VerdictKind
from knowledge.jobs import Job, run_job
from knowledge.models import Application, Ballot, ForumCycle, LessonVerdict, NewsletterSubscription
from methods.models import ReportRequest, UsageReport
from publications.simulation.browser import Person
from publications.simulation.invariants import broken
from search.contract import Viewer
from search.public_forms import fields as open_forms

__all__ = ["simulate"]

PEOPLE, PLACES = 15, 12
CONCERNS = (
    "Wie kann ich den Rat für einen Plan gewinnen, der erst in zehn Jahren wirkt?",
    "Wie kann ich Aufgaben abgeben, ohne dass es nach Rückzug aussieht?",
    "Wie kann ich offene Stellen überbrücken, ohne dass alles liegen bleibt?",
    "Wie kann ich ein begonnenes Vorhaben ehrlich beenden?",
)
TOLD = "Der Plan liegt seit zwei Jahren in der Schublade, und niemand fragt danach."
NAMED = "Wie kann ich Bürgermeister Hubert Wiesinger aus Rosenheim von dem Plan überzeugen?"


def simulate(seed: int) -> dict[str, Any]:
    """Run one year on the library as it is and undo it. What happened, in counts, and
    ``broken_invariants``, which is empty where everything held.
    """
    with ExitStack() as stack:
        stack.enter_context(
            override_settings(
                EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", DEMO_CONTENT_ALLOWED=True
            )
        )
        stack.enter_context(mock.patch.object(open_forms, "MIN_SECONDS", -1))
        stack.enter_context(mock.patch.object(mail, "outbox", [], create=True))
        stack.enter_context(transaction.atomic())
        clock = stack.enter_context(_clock())
        year = _Year(random.Random(seed), clock)  # noqa: S311 - a dice, no secret
        year.run()
        transaction.set_rollback(True)
        return year.result


class _Clock:
    """The wall clock of the library, set by hand. It never goes back."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def set(self, day: Any, hour: int = 12) -> None:
        """Noon of a day, or another hour."""
        self.now = max(self.now, timezone.make_aware(datetime.combine(day, time(hour))))


@contextmanager
def _clock() -> Iterator[_Clock]:
    clock = _Clock()
    with mock.patch.object(timezone, "now", lambda: clock.now):
        yield clock


class _Year:
    """What happens, in its order. Each step asks the pages, never the tables, to change something."""

    def __init__(self, dice: random.Random, clock: _Clock) -> None:
        self.dice, self.clock = dice, clock
        self.organiser, self.editor = Person("moderation", number=1), Person("redaktion", number=2)
        self.writer = Person("admin", number=3)
        self.result: dict[str, Any] = Counter()
        self.cycle: Any = ForumCycle.objects.get(state="ausgeschrieben")
        self.meetings = list(self.cycle.meetings.order_by("number"))
        self.sources = self._sources()
        self.made: list[int] = []

    def _sources(self) -> list[CasePage]:
        """Three public cases of the demo whose texts are worked up once more, of one kind of municipality:
        a round in which each of them fits one person would rightly publish none.
        """
        bands: dict[tuple[str, str], list[CasePage]] = {}
        for case in CasePage.objects.readable_by(Viewer()).order_by("pk"):
            text = CaseText.of(case)
            if not text.type_mentions:  # nobody enters these of a participant
                bands.setdefault((case.federal_state, case.size_band), []).append(case)
        enough = sorted(band for band, cases in bands.items() if len(cases) >= len(self.meetings))
        return self.dice.sample(bands[self.dice.choice(enough)], len(self.meetings))

    def enter_earlier_cycles(self) -> None:
        """How many took part before, in bands: once one cycle is counted, all are."""
        source = self.sources[0]
        for cycle in ForumCycle.objects.exclude(pk=self.cycle.pk):
            self.editor.fill(
                reverse("wagtailsnippets_cases_participantband:add"),
                {
                    "cycle": cycle.pk,
                    "federal_state": "BW" if source.federal_state == "BW" else "BY",
                    "size_band": source.size_band,
                    "count": self.dice.randint(8, 12),
                },
            )

    def run(self) -> None:
        """From the call to the archive."""
        self.enter_earlier_cycles()
        self.call()
        self.apply()
        self.decide()
        self._step("staffel", self.cycle, "beginnen")
        for meeting, source in zip(self.meetings, self.sources, strict=True):
            self.meet(meeting)
            self.work_up(meeting, source)
        self.refuse_to_close()
        self.release()
        self.close()
        self.look_back()
        self.forget()
        self.result = {
            **self.result,
            "agenda": self.cycle.questions.count(),
            "state": ForumCycle.objects.get(pk=self.cycle.pk).state,
            "broken_invariants": broken(mail.outbox, made=self.made),
        }

    # ----------------------------------------------------------------- call

    def _step(self, kind: str, record: Any, name: str) -> None:
        values = {"schritt": name, "staffel": self.cycle.pk, "ja": "1"}
        self.organiser.send(reverse("cycle_step", args=[kind, record.pk]), values)
        record.refresh_from_db()

    def _expect(self, fact: bool, sentence: str) -> None:
        if not fact:
            raise AssertionError(sentence)

    def call(self) -> None:
        """The call is taken back and announced once more; who asked for it hears of it once."""
        reader = Person(number=5)
        reader.fill(reverse("newsletter"), {"mail": "leser@rathaus.example"})
        self._step("staffel", self.cycle, "zurueckziehen")
        key = NewsletterSubscription.objects.get().key
        reader.send(reverse("confirm_newsletter_subscription", args=[key]), {})
        self._step("staffel", self.cycle, "ausschreiben")
        self._expect(self.cycle.state == "ausgeschrieben", "the call was not announced")
        self.result["newsletters"] = tell_newsletter() + tell_newsletter()

    def apply(self) -> None:
        """Fifteen people apply, one names somebody first, one applies twice."""
        address = reverse("application_form", args=[self.cycle.number])
        groups = list(self.cycle.format.target_groups.values_list("pk", flat=True))
        for number in range(PEOPLE):
            band = self.sources[number % 3]
            lands = [band.federal_state] if band.federal_state in {"BY", "BW"} else ["BY", "BW"]
            values = {
                "name": f"Person {number}",
                "mail": f"person{number}@rathaus.example",
                "kommune": f"Kommune {number}",
                "funktion": self.dice.choice(groups),
                "land": self.dice.choice(lands),
                "groesse": band.size_band,
                "anliegen": self.dice.choice(CONCERNS),
                "verbindlich": "on",
                "einwilligung": "on",
            }
            person = Person(number=10 + number)
            if number == 0:
                person.fill(address, values | {"anliegen": NAMED}, status=(422,))
            person.fill(address, values)
            if number == 1:
                person.fill(address, values)
        self.result["applications"] = self.cycle.applications.exclude(code="").count()

    def decide(self) -> None:
        """After the last day: places in any order, the rest waits; one drops out, one comes in."""
        self.clock.set(self.cycle.apply_until + timedelta(days=1))
        rows = list(self.cycle.applications.filter(state="eingegangen"))
        self.dice.shuffle(rows)
        for number, row in enumerate(rows):
            step = "zusagen" if number < PLACES else "warteliste"
            self._decide(row, step)
        gone = self.dice.choice(list(self.cycle.applications.accepted()))
        Person(number=6).send(reverse("application", args=[gone.key]), {"aktion": "zurueckziehen"})
        self._decide(self.cycle.applications.filter(state="warteliste").first(), "zusagen")
        self.result["places"] = self.cycle.applications.accepted().count()

    def _decide(self, row: Any, step: str) -> None:
        self.organiser.send(reverse("decide_application", args=[row.pk]), {"schritt": step})

    # ----------------------------------------------------------------- meetings

    def meet(self, meeting: Any) -> None:
        """One day: lessons, who is there, the round on phones and paper, verdicts, reports."""
        self.clock.set(meeting.date, 9)
        page = self.organiser.look(reverse("meeting_lessons", args=[meeting.pk]))
        first = page.xpath('//input[@name="lehre"]/@value')[: self.dice.randint(3, 5)]
        self.organiser.send(reverse("meeting_lessons", args=[meeting.pk]), {"lehre": first})
        self._step("treffen", meeting, "vorbereiten")
        accepted = [row.pk for row in self.cycle.applications.accepted()]
        there = accepted[: len(accepted) - self.dice.randint(0, 1)]
        self.organiser.send(reverse("meeting_attendance", args=[meeting.pk]), {"da": there})
        self._write_along(meeting)
        self.clock.set(meeting.date, 17)
        self._round(meeting, len(there))
        self._notice(meeting)
        self._step("treffen", meeting, "halten")
        self._expect(meeting.state == "durchgefuehrt", "the meeting was not held")
        self.result["meetings"] += 1
        self._reports(meeting, len(there))

    def _write_along(self, meeting: Any) -> None:
        """A case is written down while it is consulted; what stays of it is sealed."""
        source = self.sources[meeting.number - 1]
        self.organiser.fill(
            reverse("raw_protocol", args=[meeting.pk]),
            {
                "title": "Ein Plan, den niemand will",
                "situation": TOLD,
                "key_question": source.key_question,
                "challenge": source.challenge_area_items.first().tag.slug,
                "size_band": source.size_band,
                "period_band": source.period_band,
                "municipality": f"Kommune {meeting.number}",
                "not_secret": "on",
            },
        )
        raw = RawCase.objects.get(meeting=meeting)
        self._expect(TOLD not in raw.sealed_text, "a raw case lies open")
        self.result["raw_cases"] += 1

    def _round(self, meeting: Any, people: int) -> None:
        address = reverse("meeting_ballot", args=[meeting.pk])
        self.organiser.send(address, {"aktion": "eroeffnen"})
        ballot = Ballot.objects.get(meeting=meeting)
        questions = list(ballot.questions.all())
        paper = self.dice.randint(0, 2)
        slips = slips_of(meeting)
        for number in range(people + 1):  # one more than there are
            answers = {f"lehre-{row.pk}": self._opinion() for row in questions} | {"zettel": slips[number]}
            if number < paper:
                self.organiser.send(address, {"aktion": "papier"} | answers)
                continue
            phone = Person(number=100 + number)
            late = number >= people
            phone.send(f"/urteil/{ballot.code}/", answers, status=(409,) if late else (200,))
        self.organiser.send(address, {"aktion": "schliessen"})
        for row in ballot.questions.all():
            page = self.organiser.look(address)
            proposed = page.xpath(f'//select[@name="urteil-{row.pk}"]/option[@selected]/@value')
            [kind] = proposed or [VerdictKind.ADAPTED]
            self.organiser.send(
                address,
                {
                    "aktion": f"urteil-{row.pk}",
                    f"urteil-{row.pk}": kind,
                    f"grund-{row.pk}": "So hat es die Runde gesehen.",
                },
            )
        for verdict in LessonVerdict.objects.filter(meeting=meeting):
            self._accept(verdict)
            self.result["verdicts"] += 1
            if verdict.kind == VerdictKind.ADAPTED:
                self._say_anew(verdict)

    def _say_anew(self, verdict: LessonVerdict) -> None:
        """A draft of the version that the round asked for."""
        address = reverse("lesson_version", args=[verdict.pk])
        self.writer.fill(
            address, {"satz": "Wenn die Lage eine andere ist, dann prüfen Sie zuerst, was gilt."}
        )
        self.result["versions"] += 1

    def _notice(self, meeting: Any) -> None:
        """Something noticed becomes an insight and a draft of a lesson, by the editors' buttons."""
        address = reverse("meeting_observations", args=[meeting.pk])
        self.organiser.send(address, {"aktion": "neu", "was": "In drei Runden schwieg die Hälfte."})
        row = meeting.observations.get()
        sent = {
            f"satz-{row.pk}": f"Wenn viele schweigen, dann schreiben alle zuerst, zum {meeting.number}. Mal."
        }
        drafted = {"aktion": f"lehre-{row.pk}", f"art-{row.pk}": "methodisch"} | sent
        self.writer.send(address, drafted)
        row.refresh_from_db()
        self._expect(row.lesson is None, "a lesson jumped over its insight")
        self.organiser.send(
            address, {"aktion": f"verstehen-{row.pk}", f"warum-{row.pk}": "Wer schnell ist, redet."}
        )
        self.writer.send(address, drafted)
        row.refresh_from_db()
        self._expect(row.lesson is not None and not row.lesson.live, "no draft came of an insight")
        self.result["drafts"] += 1

    def _opinion(self) -> str:
        return self.dice.choices(["ja", "teils", "nein", ""], weights=[5, 2, 2, 1])[0]

    def _accept(self, row: Any) -> None:
        meta = row._meta
        address = reverse("decide_contribution", args=[meta.app_label, meta.model_name, row.pk])
        self.editor.send(address, {"entscheidung": "annehmen"})
        row.refresh_from_db()
        self._expect(row.is_accepted, f"{meta.label} was not accepted")

    def _reports(self, meeting: Any, people: int) -> None:
        for number, asked in enumerate(ReportRequest.objects.filter(meeting=meeting)):
            Person(number=200 + number).fill(
                reverse("usage_report", args=[asked.token]),
                {
                    "personen": people,
                    "minuten": asked.planned_minutes + self.dice.randint(-5, 20),
                    "getragen": self.dice.randint(2, 5),
                    "geaendert": "",
                    "stolperstein": "Die Uhr stand so, dass niemand sie sah.",
                },
            )
        for report in UsageReport.objects.filter(meeting=meeting):
            self._accept(report)
            self.result["protocols"] += 1

    # ----------------------------------------------------------------- cases

    def work_up(self, meeting: Any, source: CasePage) -> None:
        """A case of this meeting: a draft, its meeting, the giver's release by link, the second person."""
        slug = f"fall-s{meeting.number}{self.dice.randrange(16**6):06x}"
        case = source.copy(
            keep_live=False,
            copy_revisions=False,
            user=get_user_model().objects.get(username=self.writer.username),
            update_attrs={"slug": slug, "external_id": "", "released_on": None}
            # A dozen people allow no narrower header; the form proposes the same.
            | {"finance_band": "", "workforce_band": ""},
        )
        self.made.append(case.pk)
        address = reverse("case_release", args=[case.pk])
        self.editor.send(address, {"aktion": "treffen", "treffen": meeting.pk})
        made = self.writer.send(address, {"aktion": "link"})
        page = made.content.decode() + self.writer.source(address)
        token = re.search(r"/freigabe/([^/\"<\s]{20,})/", page)
        self._expect(token is not None, "no link was made")
        self._release_by_giver(str(token and token[1]))
        self._search_like_an_intruder(case)
        self._review(case)
        raw = RawCase.objects.get(meeting=meeting)
        self.editor.send(reverse("raw_delete", args=[raw.pk]), {})  # the case says what was needed of it
        self.result["cases"] += 1

    def _release_by_giver(self, token: str) -> None:
        giver, address = Person(number=300), reverse("release", args=[token])
        form = giver.look(address).forms[-1]
        names = {name for name in form.fields if name.startswith("abschnitt-")}
        giver.send(
            address,
            dict.fromkeys(names, "oeffentlich") | {"fassung": form.fields["fassung"], "anmerkung": ""},
            status=(302,),
        )

    def _search_like_an_intruder(self, case: CasePage) -> None:
        """The second person tries to find out who it was, and finds nobody."""
        draft = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
        asked = [*gate.intruder_queries(draft, CaseText.of(draft)), case.title, "Rathaus", "Gemeinde"]
        gate.record_intruder_test(
            case=draft,
            tester=get_user_model().objects.get(username=self.editor.username),
            minutes=20,
            verdict=IntruderTest.Verdict.NOBODY,
            record=gate.IntruderRecord(
                tuple((query, "nichts") for query in asked),
                answers={question.key: "nein" for question in gate.insider_questions(draft)},
            ),
        )

    def _review(self, case: CasePage) -> None:
        address = reverse("case_release", args=[case.pk])
        for form in self.editor.look(address).forms:
            if "fassung" in form.fields:
                sent = dict(form.form_values())
                for name in form.fields:
                    if name.startswith("grund-") and not sent.get(name):
                        sent[name] = next(value for value in form.inputs[name].value_options if value)
                self.editor.send(address, sent | {"aktion": "pruefung", "ergebnis": "bestanden"})

    # ----------------------------------------------------------------- closing

    def refuse_to_close(self) -> None:
        """With cases still open a meeting is not worked up and the cycle not closed."""
        self.clock.set(self.cycle.ends + timedelta(days=3))
        self._step("staffel", self.cycle, "auswerten")
        self._step("treffen", self.meetings[0], "nachbereiten")
        self._step("staffel", self.cycle, "abschliessen")
        self._expect(self.meetings[0].state == "durchgefuehrt", "a meeting was worked up with an open case")
        self._expect(self.cycle.state == "auswertung", "the cycle was closed with something open")
        self.result["refusals"] += 2

    def release(self) -> None:
        """The mixed batch, and what was accepted since the last one."""
        open_ones = [
            f"{problem.code} {problem.message}"
            for case in CasePage.objects.filter(pk__in=self.made)
            for problem in gate.problems(case.get_latest_revision_as_object())
        ]
        self._expect(not open_ones, f"cases are not ready: {open_ones}")
        page = self.editor.look(reverse("release_batch"))
        ready = page.xpath('//input[@name="fall"]/@value')
        self.editor.send(reverse("release_batch"), {"fall": ready})
        for job in Job.objects.filter(state=Job.State.WAITING, kind__contains="batch"):
            run_job.call(job.pk)
        live = CasePage.objects.filter(pk__in=self.made, live=True).count()
        self._expect(live == len(self.made), f"{live} of {len(self.made)} cases came out")

    def close(self) -> None:
        """Each meeting worked up, the evaluation written, the cycle closed."""
        for meeting in self.meetings:
            self._step("treffen", meeting, "nachbereiten")
        self.organiser.fill(
            reverse("wagtailsnippets_knowledge_forumcycle:edit", args=[self.cycle.pk]),
            {"evaluation": "Die Runde war zufrieden."},
        )
        self.cycle.refresh_from_db()
        self._step("staffel", self.cycle, "abschliessen")
        self._expect(self.cycle.state == "abgeschlossen", "the cycle was not closed")
        self._compare_report()

    def _compare_report(self) -> None:
        """What the report prints is what the rows say."""
        tree = self.organiser.look(reverse("cycle_report", args=[self.cycle.pk]))
        page = " ".join(tree.text_content().split())
        cases = CasePage.objects.filter(pk__in=self.made)
        told = [f"Beraten: {len(self.made)}, veröffentlicht: {cases.filter(live=True).count()}."]
        for verdict in LessonVerdict.objects.filter(cycle=self.cycle):
            votes = f"trifft zu: {verdict.n_yes}, teils: {verdict.n_part}, trifft nicht zu: {verdict.n_no}"
            lesson = f"{verdict.lesson.name} ({verdict.lesson.state.label})"
            told.append(f"{lesson}: {verdict.get_kind_display()} ({votes})")
        for meeting in self.meetings:
            ballot = Ballot.objects.get(meeting=meeting)
            told.append(f"{ballot.present} Personen da; {ballot.cast} Stimmen")
        self._expect(all(words in page for words in told), "the report prints other numbers than the rows")

    def look_back(self) -> None:
        """Half a year later one giver answers; a programme that follows the link before changes nothing."""
        case, first = self.made[0], self._day_of(self.meetings[0])
        self.writer.send(reverse("plan_follow_ups", args=[case]), {"mail": "geber@rathaus.example"})
        self.clock.set(first + timedelta(days=190))
        self.result["questions"] = followup.ask_due() + followup.ask_due()
        found = re.search(r"/verlauf/[^/]+/\?stand=umgesetzt", str(mail.outbox[-1].body))
        self._expect(found is not None, "no question was sent")
        address = str(found and found[0])
        giver = Person(number=301)
        giver.look(address)
        self._expect(
            not CaseFollowUp.objects.filter(case=case, state="eingegangen").exists(), "a look stored"
        )
        giver.fill(address, {"text": "Es läuft, langsamer als gedacht.", "stand": "umgesetzt"})
        told = CaseFollowUp.objects.get(case=case, state="eingegangen")
        self._accept(told)
        self.result["followups"] += 1
        contributions.release_waiting(on=timezone.localdate())

    def _day_of(self, meeting: Any) -> Any:
        return meeting.date

    def forget(self) -> None:
        """What has its day goes; then the cycle can be archived."""
        self._step("staffel", self.cycle, "archivieren")
        self._expect(self.cycle.state == "abgeschlossen", "archived with applications")
        self.clock.set(self.cycle.ends + timedelta(days=70))
        self.result["deleted"] = delete_due()
        for raw in RawCase.objects.filter(delete_on__lt=timezone.localdate()):
            remove(raw=raw)
        self._step("staffel", self.cycle, "archivieren")
        self._expect(not Application.objects.filter(cycle=self.cycle).exists(), "applications are left")
