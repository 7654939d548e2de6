"""Plants the records of the matrix into a library, for the length of a transaction that is rolled back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cases.gate import withdraw
from cases.models import CaseFollowUp, CasePage
from knowledge.alumni import keep_record
from knowledge.enums import AccessLevel, ContributionState
from knowledge.models import (
    CycleMembership,
    ForumCycle,
    LessonChallengeArea,
    LessonCondition,
    LessonIndexPage,
    LessonInnerPassage,
    LessonPage,
    LessonSource,
)
from knowledge.permissions import Role
from methods.models import MethodCardPage
from publications.leaks.other_kinds import plant_kinds, plant_picture
from publications.models import PageFeedback
from search import registry
from search.index import apply, outbox

__all__ = ["Planted", "plant", "readers"]

LEVELS: Final = {
    "oeffentlich": (AccessLevel.PUBLIC, None),
    "alumni": (AccessLevel.ALUMNI, None),
    "staffel-2": (AccessLevel.CYCLE, 2),
    "staffel-3": (AccessLevel.CYCLE, 3),
    "redaktion": (AccessLevel.EDITORS, None),
}
STATES: Final = ("", "-entwurf", "-abgelaufen", "-geschuetzt")

_SYLLABLES: Final = ("za", "mo", "ri", "ku", "be", "lo", "fi", "tu")


@dataclass(frozen=True, slots=True)
class Planted:
    """A record of the matrix: ``word`` is searched for, ``mark`` is looked for in what comes back; both stand
    in its text and nowhere else. A passage names the page it stands on.
    """

    name: str
    word: str
    mark: str
    url: str
    key: str
    uuid: str
    area: str
    card: str
    is_page: bool
    """Whether it is a page of its own, so that its mere answer tells something."""
    file: str = ""
    """The address of a document that this page alone uses."""
    picture: str = ""
    """The address of a picture."""


def _word(number: int) -> str:
    """An invented word that no other record has: three syllables and an end."""
    first, rest = divmod(number, 64)
    second, third = divmod(rest, 8)
    return f"q{_SYLLABLES[first]}{_SYLLABLES[second]}{_SYLLABLES[third]}x"


class _Planting:
    def __init__(self) -> None:
        self._number = 0
        self._index = LessonIndexPage.objects.get()
        self._card = MethodCardPage.objects.public().order_by("pk").first()
        self._template = LessonPage.objects.public().order_by("pk").first()
        self._area = self._template.challenge_area_items.first().tag
        self.planted: list[Planted] = []

    def words(self) -> tuple[str, str]:
        """A pair that was not given yet."""
        self._number += 2
        return _word(self._number), _word(self._number + 1)

    def lesson(self, name: str, level: str, state: str) -> None:
        """A lesson of a level in a state."""
        word, mark = self.words()
        access, number = LEVELS[level]
        page = LessonPage(
            title=f"wer {word} sagt, meint {mark}",
            statement=f"wer {word} sagt, meint {mark}",
            slug=f"probe-{word}-{mark}",
            kind=self._template.kind,
            observation=f"<p>{word} und {mark}</p>",
            insight=f"<p>{word} und {mark}</p>",
            recommendation=f"<p>{word} und {mark}</p>",
            triggers=self._template.triggers,
            owner_role="Probe",
            live=False,
            access_level=access,
            access_cycle=ForumCycle.objects.get(number=number) if number else None,
            released_on=self._template.released_on,
        )
        page.challenge_area_items = [LessonChallengeArea(tag=self._area)]
        page.conditions = [LessonCondition(holds=True, text="Probe")]
        page.sources = [LessonSource(page=self._card)]
        self._index.add_child(instance=page)
        self._set_state(page, state)
        self._note(name, word, mark, page, is_page=True)

    def _set_state(self, page: LessonPage, state: str) -> None:
        """Beside the guard of texts, which does not know these words."""
        now = timezone.now()
        values: dict[str, Any] = {"live": state != "-entwurf"}
        if state == "-abgelaufen":
            values["expire_at"] = now - timedelta(minutes=1)
        Page.objects.filter(pk=page.pk).update(**values, first_published_at=now, last_published_at=now)
        if state == "-geschuetzt":
            PageViewRestriction.objects.create(page_id=page.pk, restriction_type=PageViewRestriction.LOGIN)
        outbox.enqueue(LessonPage.objects.get(pk=page.pk))

    def passages(self) -> None:
        """Three passages of one public lesson."""
        for name, level in (("alumni", "alumni"), ("staffel-2", "staffel-2"), ("staffel-3", "staffel-3")):
            word, mark = self.words()
            access, number = LEVELS[level]
            cycle = ForumCycle.objects.get(number=number) if number else None
            LessonInnerPassage.objects.bulk_create(
                [
                    LessonInnerPassage(
                        lesson=self._template,
                        heading=f"wie {word} begann",
                        text=f"es war {word} und wurde {mark}",
                        access_level=access,
                        access_cycle=cycle,
                    )
                ]
            )
            self._note(f"vertiefung-{name}", word, mark, self._template)
        outbox.enqueue(self._template)

    def beside_pages(self) -> None:
        """A follow-up that waits for its batch, a withdrawn case, what somebody said of a page, a note."""
        case = CasePage.objects.public().order_by("pk").first()
        word, mark = self.words()
        CaseFollowUp.objects.bulk_create(
            [
                CaseFollowUp(
                    case=case,
                    after=24,
                    status=case.outcome,
                    text=f"es wurde {word} und dann {mark}",
                    state=ContributionState.ACCEPTED,
                    decided_at=timezone.now(),
                    keep_until=None,
                )
            ]
        )
        outbox.enqueue(case)
        self._note("nachfrage-wartet", word, mark, case)
        taken = CasePage.objects.public().order_by("pk").last()
        word, mark = self.words()
        CasePage.objects.filter(pk=taken.pk).update(kernel=f"{word} und {mark}")
        self._note("zurueckgezogen", word, mark, taken)
        withdraw(case=CasePage.objects.get(pk=taken.pk))
        word, mark = self.words()
        PageFeedback.objects.bulk_create(
            [PageFeedback(page_id=self._template.pk, helped="nein", text=f"es fehlt {word} und {mark}")]
        )
        self._note("rueckmeldung", word, mark, self._template)
        word, mark = self.words()
        owner = get_user_model().objects.create_user("probe-notiz")
        keep_record(user=owner, page=self._template, list_name=word, note=f"{word} und {mark}")
        self._note("notiz", word, mark, self._template)

    def kinds(self) -> None:
        """What is no lesson."""
        plant_kinds(self.words, self._note)
        plant_picture(self.words, self._note, self._template)

    def _note(self, name: str, word: str, mark: str, page: Any, *, url: str = "", **more: Any) -> None:
        self.planted.append(
            Planted(
                name=name,
                word=word,
                mark=mark,
                url=url or page.get_url() or f"/lehren/{page.slug}/",
                key=registry.source_of(page).key(page),  # type: ignore[union-attr]
                uuid=str(page.translation_key),
                area=self._area.slug,
                card=self._card.get_url(),
                **{"is_page": False, **more},
            )
        )


def plant() -> tuple[Planted, ...]:
    """Plant every record of the matrix and bring the index up to date. To be called in a transaction that is
    rolled back.
    """
    work = _Planting()
    for level in LEVELS:
        for state in STATES:
            work.lesson(f"{level}{state}", level, state)
    work.passages()
    work.beside_pages()
    work.kinds()
    apply.drain()
    return tuple(work.planted)


def readers() -> dict[str, Any]:
    """An account for each reader of the matrix, ``None`` for somebody who is not signed in."""
    users = get_user_model().objects
    made: dict[str, Any] = {"niemand": None, "konto": users.create_user("probe-konto")}
    for name, group in (
        ("alumna", Role.ALUMNI),
        ("moderation", Role.FACILITATOR),
        ("redaktion", Role.EDITOR),
    ):
        made[name] = users.create_user(f"probe-{name}")
        made[name].groups.add(Group.objects.get(name=group))
    for number in (2, 3):
        made[f"staffel-{number}"] = users.create_user(f"probe-staffel-{number}")
        CycleMembership.objects.create(
            user=made[f"staffel-{number}"], cycle=ForumCycle.objects.get(number=number)
        )
    made["verwaltung"] = users.create_superuser("probe-verwaltung")
    return made
