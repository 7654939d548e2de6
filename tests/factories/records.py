"""Plain records: terms, formats, cycles, meetings, users."""

from __future__ import annotations

import datetime
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from cases.gate import NOBODY_KNOWS
from cases.models import IntruderTest
from cases.sealed import seal
from cases.sections import CaseText
from knowledge.models import ChallengeArea, Format, ForumCycle, PolicyField, TargetGroup, WorkingMeeting
from methods.models import SessionPlan


class ChallengeAreaFactory(DjangoModelFactory):
    """A challenge area."""

    class Meta:
        model = ChallengeArea
        django_get_or_create = ("slug",)

    slug = "finanzen"
    name = factory.LazyAttribute(lambda area: area.slug.title())
    name_en = factory.LazyAttribute(lambda area: f"{area.slug} in English")
    definition = "Was dazu gehört."


class _TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ("key",)

    name = factory.LazyAttribute(lambda term: term.key.title())
    name_en = factory.LazyAttribute(lambda term: f"{term.key} in English")


class PolicyFieldFactory(_TermFactory):
    """A policy field."""

    class Meta:
        model = PolicyField

    key = "haushalt"


class TargetGroupFactory(_TermFactory):
    """A target group."""

    class Meta:
        model = TargetGroup

    key = "buergermeister"


class FormatFactory(DjangoModelFactory):
    """The forum."""

    class Meta:
        model = Format
        django_get_or_create = ("key",)

    key = "forum"
    name = "Forum"
    purpose = "Einander beraten."


class ForumCycleFactory(DjangoModelFactory):
    """A cycle by its number; it takes a year, the first one began in 2018."""

    class Meta:
        model = ForumCycle
        django_get_or_create = ("number",)

    number = 1
    format = factory.SubFactory(FormatFactory)
    title = factory.LazyAttribute(lambda cycle: f"Thema {cycle.number}")
    organisers = "Forum"
    starts = factory.LazyAttribute(lambda cycle: datetime.date(2017 + cycle.number, 10, 1))
    ends = factory.LazyAttribute(lambda cycle: datetime.date(2018 + cycle.number, 6, 1))


class WorkingMeetingFactory(DjangoModelFactory):
    """A meeting of a cycle."""

    class Meta:
        model = WorkingMeeting
        django_get_or_create = ("cycle", "number")

    cycle = factory.SubFactory(ForumCycleFactory)
    number = 1
    date = factory.LazyAttribute(lambda meeting: meeting.cycle.starts)


class SessionPlanFactory(DjangoModelFactory):
    """A programme without blocks."""

    class Meta:
        model = SessionPlan

    title = "Ablauf"


class UserFactory(DjangoModelFactory):
    """An account; ``role="Redaktion"`` puts it into that group."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")

    @factory.post_generation
    def role(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Put the account into a group."""
        if create and extracted:
            self.groups.add(Group.objects.get_or_create(name=extracted)[0])  # type: ignore[attr-defined]


def found_nobody(case: Any) -> IntruderTest:
    """The search of an intruder that leads nowhere, for the text of ``case`` as it is in memory."""
    digest = CaseText.of(case).digest
    record = {
        "rows": [["Rathaus", "viele"], ["Bauhof", "viele"], ["Gemeinde", "viele"]],
        "answers": NOBODY_KNOWS,
    }
    return IntruderTest.objects.create(
        case_id=case.pk, version_hash=digest, minutes=20, verdict="niemand", sealed_record=seal(record)
    )
