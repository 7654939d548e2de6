"""What a room names for others is light to import: nothing heavy before the first question."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY


def loaded(module: str) -> set[str]:
    """The modules that a fresh process has after importing ``module``."""
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return set(json.loads(run.stdout))


@pytest.mark.parametrize(
    "room",
    [
        "knowledge.anonymity.detector",
        "knowledge.anonymity.profile",
        "knowledge.anonymity.register",
        "knowledge.anonymity.sandbox",
    ],
)
def test_a_pure_room_knows_neither_django_nor_the_language_model(room: str) -> None:
    assert not {name.partition(".")[0] for name in loaded(room)} & {"django", "wagtail", "HanTa"}


def test_the_libraries_that_read_foreign_files_are_loaded_in_the_child_alone() -> None:
    assert not loaded("knowledge.anonymity.sandbox") & {"pikepdf", "pypdfium2", "lxml", "striprtf"}


def test_model_and_word_lists_are_read_at_the_first_question() -> None:
    code = (
        "import knowledge.anonymity.detector;"
        " from knowledge.anonymity.detector import gazetteer, lexicon, tagger;"
        " print([f.cache_info().currsize for f in (lexicon.load_lexicon, lexicon.load_names,"
        " gazetteer.load_gazetteer, tagger.load_model)])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert run.stdout.strip() == "[0, 0, 0, 0]"
