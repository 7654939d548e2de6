"""How often something may be done in a while, and who is counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from search.models import Tally
from search.public_forms.limits import Limit, forget_expired, refused_until, sender


@pytest.mark.django_db
def test_each_one_is_counted_by_itself_and_nobody_is_named() -> None:
    limit = Limit("probe", 2, 60)
    assert [limit.take("a") for _time in range(2)] == [None, None]
    assert limit.is_used_up("a") and not limit.is_used_up("b")
    until = limit.take("a")
    assert until is not None and until > timezone.now()
    assert limit.take("b") is None
    limit.give_back("a")
    assert set(Tally.objects.values_list("count", flat=True)) == {2, 1}
    assert not Tally.objects.filter(key__contains="a@").exists()


@pytest.mark.django_db
def test_rows_go_with_their_end() -> None:
    Limit("probe", 2, 60).take("a")
    forget_expired(timezone.now() + timedelta(seconds=61))
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "expected"),
    [
        ("203.0.113.9", "", 0, "203.0.113.9"),
        ("203.0.113.9:4711", "", 0, "203.0.113.9"),
        ("2001:db8:1:2:3::9", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.9"),
        ("unix:", "", 0, ""),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "", 1, ""),
    ],
)
def test_the_sender_of_a_request(
    rf: RequestFactory, settings: Any, remote: str, forwarded: str, proxies: int, expected: str
) -> None:
    settings.PROXY_COUNT = proxies
    assert sender(rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)) == expected


@pytest.mark.django_db
def test_what_a_narrow_limit_refuses_counts_for_no_wider_one() -> None:
    narrow, wide = Limit("eng", 2, 60), Limit("weit", 3, 60)
    assert [refused_until([(narrow, ("a",)), (wide, ())]) is None for _time in range(9)] == [True] * 2 + [
        False
    ] * 7
    assert refused_until([(narrow, ("b",)), (wide, ())]) is None, "one is left to others"
    assert refused_until([(narrow, ("b",)), (wide, ())]) is not None
    assert not narrow.is_used_up("b"), "what the wide one refuses does not count at the narrow one"
