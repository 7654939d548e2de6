"""Demo content stays away from real content."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from knowledge.management.commands.load_demo import Command
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db


def test_size_below_one_is_refused() -> None:
    with pytest.raises(CommandError, match="ab 1"):
        call_command("load_demo", size=0)


def test_library_with_content_of_its_own_is_left_alone(settings: Any) -> None:
    settings.DEBUG = False
    LessonPageFactory(external_id="L07")
    Command()._refuse_foreign_content(force=False)
    LessonPageFactory(external_id="eigen-1")
    with pytest.raises(CommandError, match="1 eigene Inhalte"):
        Command()._refuse_foreign_content(force=False)
    Command()._refuse_foreign_content(force=True)
    settings.DEBUG = True
    Command()._refuse_foreign_content(force=False)
