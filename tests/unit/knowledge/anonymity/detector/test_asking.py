"""The child of this machine finds what this process finds, and where it cannot be asked nothing passes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from knowledge.anonymity.detector import (
    DetectorUnavailable,
    IntakeName,
    Kind,
    asking,
    find,
    find_all,
    inspect_text,
    names_nobody,
    use_child,
)
from knowledge.anonymity.sandbox import ReadingRefused
from tests.conftest import REPOSITORY

TEXTS = [
    "",
    " \n",
    "Die Vereine haben kein Geld mehr.",
    "Bürgermeister Hubert Zirnbichl aus Bad Tölz schrieb am 3. Mai 2021 an vorzimmer@rathaus.example.",
    "Zirnbichls Kämmerin bat um Rat; die Gemeinde hat 4.312 Einwohner und als einzige ein Hallenbad.",
    "Frau Huber 👩‍💼 rief\x00 aus Da\u00adchau an 🎉, Tel. 0 81 31 / 12 34 56.",
    "einzelne Hälften \ud83d und \udc00 aus München",
    "Im [Gemeinde] sagte [Person, Rolle nennen] nichts; Passau schon.",
    "x" * 5_000,
]
NAMES = [IntakeName("Zirnbichl"), IntakeName("Hallenbad Süd", Kind.ORGANISATION)]


@pytest.fixture
def from_child() -> Iterator[None]:
    """This process asks the child."""
    use_child()
    yield
    use_child(False)


@pytest.mark.usefixtures("from_child")
def test_both_ways_find_the_same() -> None:
    found = find_all(TEXTS, dictionary=NAMES)
    use_child(False)
    assert found == [find(text, dictionary=NAMES) for text in TEXTS]
    assert [bool(rows) for rows in found] == [False, False, False, True, True, True, True, True, False]


@pytest.mark.usefixtures("from_child")
def test_what_asks_through_them_asks_the_child() -> None:
    assert inspect_text(TEXTS[3]).certain
    assert names_nobody(TEXTS[2]) and not names_nobody(TEXTS[3])


def test_a_process_that_asks_the_child_loads_neither_model_nor_lists() -> None:
    code = (
        "import sys; from knowledge.anonymity.detector import find, use_child; use_child();"
        " assert find('Frau Huber aus Dachau rief an.');"
        " from knowledge.anonymity import register; from knowledge.anonymity.detector import lexicon;"
        " print(sorted({'pycrfsuite', 'stdnum', 'knowledge.anonymity.detector.detection',"
        " 'knowledge.anonymity.sandbox.documents', 'pikepdf', 'pypdfium2'} & set(sys.modules)),"
        " [f.cache_info().currsize for f in (register.municipalities, lexicon.load_lexicon)])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert run.stdout.strip() == "[] [0, 0]"


@pytest.mark.usefixtures("from_child")
@pytest.mark.parametrize("code", ["away", "slow", "broken", "too_large"])
def test_no_answer_is_no_finding_of_nothing(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def refused(*_request: object) -> None:
        raise ReadingRefused(code)

    monkeypatch.setattr(asking, "read_in_sandbox", refused)
    with pytest.raises(DetectorUnavailable, match=code):
        find("Die Vereine haben kein Geld mehr.")


@pytest.mark.usefixtures("from_child")
def test_an_answer_of_another_version_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "read_in_sandbox", lambda *_request: ({"detector": "2020.1"}, b"[[]]"))
    with pytest.raises(DetectorUnavailable, match=r"2020\.1"):
        find("Die Vereine haben kein Geld mehr.")


def test_without_its_model_the_detector_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_text: object, **_names: object) -> None:
        raise FileNotFoundError("kein Modell")

    monkeypatch.setattr("knowledge.anonymity.detector.detection.find", missing)
    with pytest.raises(DetectorUnavailable, match="kein Modell"):
        find("Die Vereine haben kein Geld mehr.")
