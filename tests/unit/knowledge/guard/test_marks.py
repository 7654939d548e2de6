"""A finding is recognised again, whatever becomes of the keys of the environment."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import Fernet

from knowledge.guard import SealError, finding_mark, marks
from knowledge.models import FindingKey

pytestmark = pytest.mark.django_db


def test_a_mark_holds_for_one_field_and_one_text() -> None:
    mark = finding_mark("title", "Huber")
    assert mark == finding_mark("title", "Huber") and len(mark) == 32
    assert len({mark, finding_mark("body", "Huber"), finding_mark("title", "Hubers")}) == 3


def test_another_installation_has_other_marks() -> None:
    mark = finding_mark("title", "Huber")
    FindingKey.objects.all().delete()
    marks.ensure_key()
    marks.forget()
    assert finding_mark("title", "Huber") != mark


def test_a_mark_outlives_every_key_of_the_environment(settings: Any) -> None:
    mark = finding_mark("title", "Huber")
    new = Fernet.generate_key().decode()
    settings.SECRET_KEY, settings.RAW_CASE_KEYS = "another", [new, *settings.RAW_CASE_KEYS]
    marks.reseal_key()
    settings.RAW_CASE_KEYS = [new]
    marks.forget()
    assert finding_mark("title", "Huber") == mark


def test_the_key_is_drawn_once_and_lies_sealed(settings: Any) -> None:
    before = FindingKey.objects.get().sealed
    marks.ensure_key()
    assert FindingKey.objects.get().sealed == before
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(SealError, match="RAW_CASE_KEYS"):
        finding_mark("title", "Huber")


@pytest.mark.parametrize("keys", [[], ["abc"]])
def test_without_a_usable_key_none_is_drawn(settings: Any, keys: list[str]) -> None:
    FindingKey.objects.all().delete()
    settings.RAW_CASE_KEYS = keys
    marks.ensure_key()
    assert not FindingKey.objects.exists()
    with pytest.raises(SealError, match="setup_library"):
        finding_mark("title", "Huber")
