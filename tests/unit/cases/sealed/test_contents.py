"""What a raw case holds when it is opened."""

from __future__ import annotations

import pytest

from cases.models import RawCase
from cases.sealed import IntakeNames, SealError, names_in, read_text, seal
from knowledge.anonymity.detector import Kind


def test_names_are_read_while_they_are_kept() -> None:
    names = {"municipality": "Musterstadt; Beispielheim", "persons": ["Erika"], "organisations": ["Verein"]}
    opened = IntakeNames.opened(RawCase(sealed_names=seal(names)))
    assert opened == IntakeNames("Musterstadt; Beispielheim", ("Erika",), ("Verein",))
    kinds = [(entry.name, entry.kind) for entry in opened.dictionary()]
    assert kinds[:2] == [("Musterstadt", Kind.PLACE), ("Beispielheim", Kind.PLACE)]
    assert kinds[-1] == ("Verein", Kind.ORGANISATION)
    assert IntakeNames.opened(RawCase(sealed_names="")) == IntakeNames()


def test_text_is_a_dictionary_or_nothing() -> None:
    assert read_text(RawCase(sealed_text=seal({"lage": "Ein Satz."}))) == {"lage": "Ein Satz."}
    assert read_text(RawCase(sealed_text="")) == {}
    with pytest.raises(SealError):
        read_text(RawCase(sealed_text="unlesbar"))


@pytest.mark.parametrize(
    ("text", "found"), [("Erika Quendelmoser kam.", True), ("Niemand kam.", False), ("", False)]
)
def test_a_name_of_the_intake_is_found_again(text: str, found: bool) -> None:
    assert names_in(text, IntakeNames(persons=("Quendelmoser",))) is found
    assert not names_in(text, IntakeNames())
