"""What moves a verdict round: opened, votes cast by phone or on paper, closed, verdicts written down. Each
function is atomic and takes keywords.

Each person present gets a slip with a code of its own, drawn by whoever likes. The code votes once, whichever
way; so nobody casts the votes of a room, and nobody knows whose slip said what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from knowledge.cycle.ballot.models import LEAST_PRESENT, Ballot, BallotQuestion, BallotSlip
from knowledge.cycle.ballot.selection import MOST_LESSONS
from knowledge.cycle.ballot.slips import slips_of
from knowledge.cycle.models import WorkingMeeting
from knowledge.enums import ContributionState, CycleState, MeetingState, VerdictKind
from knowledge.lessons import LessonPage, LessonVerdict

__all__ = [
    "ANSWERS",
    "BallotRefused",
    "UnknownSlip",
    "VotesMissing",
    "cast_vote",
    "close_ballot",
    "open_ballot",
    "proposed_kind",
    "record_verdict",
    "set_lessons",
]

ANSWERS: Mapping[str, str] = {"ja": "n_yes", "teils": "n_part", "nein": "n_no"}
"""What a ballot says about a lesson, and the sum it goes into; anything else is no vote about it."""


class BallotRefused(ValidationError):
    """A round does not take this, in a sentence for whoever sent it."""


class UnknownSlip(BallotRefused):
    """The meeting has no slip of this code: mistyped, or guessed."""


class VotesMissing(BallotRefused):
    """Not everybody present has voted; whoever closes the round all the same says so."""


@transaction.atomic
def set_lessons(*, meeting: WorkingMeeting, lessons: Iterable[int]) -> None:
    """Which lessons the round of a meeting judges, by their keys.

    Raises :class:`BallotRefused` while a round is open or has been, for more than fit into it, and for keys
    of no public lesson.
    """
    keys = list(dict.fromkeys(lessons))
    if Ballot.objects.filter(meeting=meeting).exists():
        raise BallotRefused(_("Die Runde hat schon begonnen; die Lehren stehen fest."))
    if len(keys) > MOST_LESSONS:
        raise BallotRefused(
            _("Mehr als %(most)d Lehren schafft eine Runde von zwanzig Minuten nicht.")
            % {"most": MOST_LESSONS}
        )
    if LessonPage.objects.public().filter(pk__in=keys).count() != len(keys):
        raise BallotRefused(_("Eine der gewählten Lehren gibt es nicht (mehr)."))
    held = WorkingMeeting.objects.get(pk=meeting.pk)
    held.lessons_to_check.set(keys)
    held.save()


@transaction.atomic
def open_ballot(*, meeting: WorkingMeeting) -> Ballot:
    """Open the round of a meeting for as many votes as people are there.

    Raises :class:`BallotRefused` where it is not known who is there, too few are, no lesson is chosen, or
    there was a round.
    """
    present = meeting.attendances.filter(present=True).count()
    lessons = list(meeting.lessons_to_check.all())
    if Ballot.objects.filter(meeting=meeting).exists():
        raise BallotRefused(_("Zu diesem Treffen gibt es schon eine Runde."))
    if meeting.state not in (MeetingState.PREPARED, MeetingState.HELD):
        raise BallotRefused(_("Das Treffen ist noch nicht vorbereitet."))
    if meeting.cycle.state != CycleState.RUNNING:
        raise BallotRefused(_("Die Staffel läuft nicht; eine Runde gibt es erst, wenn sie begonnen hat."))
    if not present:
        raise BallotRefused(_("Bitte zuerst eintragen, wer da ist."))
    if present < LEAST_PRESENT:
        raise BallotRefused(
            _(
                "Eine Runde braucht mindestens %(least)d Anwesende: Wenn weniger abstimmen, lässt sich an den"
                " Summen ablesen, wer was gesagt hat."
            )
            % {"least": LEAST_PRESENT}
        )
    if not lessons:
        raise BallotRefused(_("Bitte zuerst die Lehren wählen, über die geurteilt wird."))
    ballot = Ballot.objects.create(meeting=meeting, present=present)
    BallotQuestion.objects.bulk_create(BallotQuestion(ballot=ballot, lesson=lesson) for lesson in lessons)
    return ballot


def _mark(ballot: Ballot, slip: str) -> str:
    return salted_hmac(f"knowledge.cycle.ballot.{ballot.pk}", slip, algorithm="sha256").hexdigest()


@transaction.atomic
def cast_vote(*, ballot: Ballot, slip: str, answers: Mapping[int, str]) -> None:
    """Add one ballot to the sums: ``answers`` by the key of the question. That the slip has voted is
    remembered, without what it said. A slip on paper is read out and entered the same way.

    Raises :class:`UnknownSlip` for a code of no slip of this meeting, :class:`BallotRefused` for a closed
    round, a slip that has voted, more votes than people, and where no lesson is answered.
    """
    typed = "".join(character for character in slip.upper() if character.isalnum())
    _refuse_empty(ballot, answers)
    if ballot.is_open and typed not in slips_of(ballot.meeting):
        raise UnknownSlip(_("Diesen Zettel gibt es nicht. Bitte vergleichen Sie seinen Code noch einmal."))
    _one_more(ballot, typed)
    _add(ballot, answers)


def _refuse_empty(ballot: Ballot, answers: Mapping[int, str]) -> None:
    """A ballot that says nothing about this round would take the place of one that does."""
    said = [question for question, answer in answers.items() if answer in ANSWERS]
    if not BallotQuestion.objects.filter(ballot=ballot, pk__in=said).exists():
        raise BallotRefused(_("Bitte mindestens zu einer Lehre etwas wählen."))


def _one_more(ballot: Ballot, slip: str) -> None:
    if not Ballot.objects.filter(pk=ballot.pk, closed_at=None).exists():
        raise BallotRefused(_("Diese Runde ist geschlossen."))
    try:
        with transaction.atomic():
            BallotSlip.objects.create(ballot=ballot, mark=_mark(ballot, slip))
    except IntegrityError:
        raise BallotRefused(
            _("Mit diesem Zettel ist schon abgestimmt. Die Stimme zählt; eine zweite kommt nicht dazu.")
        ) from None
    free = Ballot.objects.filter(pk=ballot.pk, closed_at=None, cast__lt=F("present"))
    if not free.update(cast=F("cast") + 1, row_version=F("row_version") + 1):
        raise BallotRefused(
            _("Es sind schon so viele Stimmen da, wie Menschen im Raum sind. Bitte der Moderation sagen.")
        )


def _add(ballot: Ballot, answers: Mapping[int, str]) -> None:
    for question, answer in answers.items():
        if column := ANSWERS.get(answer):
            BallotQuestion.objects.filter(pk=question, ballot=ballot).update(**{column: F(column) + 1})


@transaction.atomic
def close_ballot(*, ballot: Ballot, early: bool = False) -> None:
    """No more votes; which slips voted is forgotten, and so are the sums of a lesson that fewer than
    :data:`LEAST_PRESENT` voted on: each of them would know what the others said. Closing again changes
    nothing.

    Raises :class:`VotesMissing` while votes are missing, unless it is closed ``early`` on purpose.
    """
    of_round = Ballot.objects.filter(pk=ballot.pk, closed_at=None)
    ready = of_round if early else of_round.filter(cast__gte=F("present"))
    if ready.update(closed_at=timezone.now(), row_version=F("row_version") + 1):
        for question in BallotQuestion.objects.filter(ballot=ballot):
            if question.votes < LEAST_PRESENT:
                BallotQuestion.objects.filter(pk=question.pk).update(n_yes=0, n_part=0, n_no=0)
    elif of_round.exists():
        ballot.refresh_from_db()
        raise VotesMissing(
            _("%(missing)d von %(present)d Stimmen fehlen noch. Die Runde ist noch offen.")
            % {"missing": ballot.missing, "present": ballot.present}
        )
    BallotSlip.objects.filter(ballot=ballot).delete()
    ballot.refresh_from_db()


def proposed_kind(question: BallotQuestion) -> VerdictKind | None:
    """What more than half of the sums of a closed round say; without sums it could not be judged. ``None``
    where there is no such half: then nobody but the round can say.
    """
    if not question.votes:
        return VerdictKind.UNTESTABLE
    for votes, kind in (
        (question.n_yes, VerdictKind.CONFIRMED),
        (question.n_part, VerdictKind.ADAPTED),
        (question.n_no, VerdictKind.REFUTED),
    ):
        if votes * 2 > question.votes:
            return kind
    return None


@transaction.atomic
def record_verdict(*, question: BallotQuestion, kind: str, reason: str, user: Any) -> LessonVerdict:
    """The decision of the round about a lesson, received like any contribution.

    Raises :class:`BallotRefused` while the round is open, where this cycle has judged the lesson, where too
    few voted for another verdict than "not judged", and for what does not fit; the sentence names the lesson.
    """
    ballot = Ballot.objects.select_related("meeting__cycle").get(pk=question.ballot_id)
    if ballot.is_open:
        raise BallotRefused(_("Bitte die Runde zuerst schließen."))
    cycle = ballot.meeting.cycle
    known = LessonVerdict.objects.filter(lesson=question.lesson_id, cycle=cycle)
    if known.exclude(state=ContributionState.REJECTED).exists():
        raise BallotRefused(_("Über diese Lehre hat die Staffel schon geurteilt."))
    if not question.votes and kind != VerdictKind.UNTESTABLE:
        raise BallotRefused(
            _("„%(lesson)s“: Weniger als %(least)d haben darüber abgestimmt; möglich ist nur „%(kind)s“.")
            % {
                "lesson": question.lesson.name,
                "least": LEAST_PRESENT,
                "kind": VerdictKind.UNTESTABLE.label,
            }
        )
    verdict = LessonVerdict(
        lesson=question.lesson,
        cycle=cycle,
        meeting=ballot.meeting,
        kind=kind,
        reason=reason.strip(),
        n_yes=question.n_yes,
        n_part=question.n_part,
        n_no=question.n_no,
        submitted_by=user,
    )
    if sentences := list(_unfit(verdict)):
        raise BallotRefused([f"„{question.lesson.name}“: {sentence}" for sentence in sentences])
    verdict.save()
    return verdict


def _unfit(verdict: LessonVerdict) -> Iterator[str]:
    """What keeps a verdict from being stored, in sentences that stand alone."""
    if not verdict.kind:
        yield _("Bitte wählen Sie das Urteil der Runde.")
    if not verdict.reason:
        yield _("Bitte schreiben Sie eine Begründung.")
    try:
        verdict.full_clean(exclude=["submitted_by"])
    except ValidationError as error:
        empty = {name for name in ("kind", "reason") if not getattr(verdict, name)}
        for name, sentences in error.message_dict.items():
            if name not in empty:
                yield from sentences
