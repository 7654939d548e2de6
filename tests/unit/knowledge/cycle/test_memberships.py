"""Who took part in a cycle."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from knowledge.base.in_use import InUse
from knowledge.models import CycleMembership
from tests.factories import ForumCycleFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_is_once_in_a_cycle_and_may_be_in_several() -> None:
    user, first, second = UserFactory(), ForumCycleFactory(number=7), ForumCycleFactory(number=8)
    for cycle in (first, second):
        CycleMembership.objects.create(user=user, cycle=cycle)
    with pytest.raises(IntegrityError), transaction.atomic():
        CycleMembership.objects.create(user=user, cycle=first)
    assert {membership.cycle for membership in user.cycle_memberships.all()} == {first, second}


def test_it_goes_with_the_account_and_keeps_the_cycle() -> None:
    membership = CycleMembership.objects.create(user=UserFactory(), cycle=ForumCycleFactory())
    with pytest.raises(InUse, match="1 Mitgliedschaft in einer Staffel"):
        membership.cycle.delete()
    membership.user.delete()
    assert not CycleMembership.objects.exists()
