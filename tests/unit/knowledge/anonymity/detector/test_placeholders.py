"""What the review puts in is never found again; what only looks like it is."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from cases.intake import suggestions
from knowledge.anonymity.detector import CoverName, Kind, Placeholder, find
from knowledge.anonymity.detector.placeholders import is_placeholder
from knowledge.anonymity.profile.uniqueness import SIZE_BANDS
from knowledge.enums import FederalState

FRAMES = (
    "{} und die Verwaltung",
    "Die Verwaltung in {} und {} schloss.",
    "Der Plan kam nach {}, und {} zahlte.",
    "Mit {} kam {} ins Rathaus.",
    "{}",
)


def _of_the_review() -> Iterator[str]:
    for language in ("de", "en"):
        with translation.override(language):
            for letter in ("", "A", "AB"):
                for state in FederalState.values:
                    yield from (
                        suggestions.municipality_phrase(state, band, letter=letter) for band in SIZE_BANDS
                    )
                yield suggestions.municipality_phrase("", "", letter=letter)
            for kind in Kind:
                forms = [
                    "Landratsamt Dingsda",
                    "Kreis Dingsda",
                    "Frau Dings",
                    "a@b.example",
                    "SV Dings",
                    "Dings GmbH",
                    "Dings",
                ]
                for form in forms:
                    around = [("in der Nachbargemeinde ", "")]
                    yield suggestions.propose(
                        kind,
                        [form],
                        around=around,
                        letter="B",
                        suggestion="[Landschaft]" if form == "Dings" else "",
                    )
                    yield suggestions.propose(kind, [form], around=[("", "")], letter="B", suggestion="")
    for name in CoverName:
        yield f"[{name}]"
        yield f"[{name} C]"


PLACEHOLDERS = sorted({*Placeholder, *(words for words in _of_the_review() if words.startswith("["))})


def test_every_placeholder_of_the_review_is_known() -> None:
    assert len(PLACEHOLDERS) > 80
    assert not [words for words in PLACEHOLDERS if not is_placeholder(words)]


@pytest.mark.parametrize("frame", FRAMES)
def test_placeholders_and_the_words_between_them_are_no_findings(frame: str) -> None:
    found = {
        words: texts
        for words in PLACEHOLDERS
        if (texts := [finding.text for finding in find(frame.format(words, words))])
    }
    assert not found


@pytest.mark.parametrize(
    "words",
    [
        "[Passau]",
        "[Ort Passau]",
        "[Anna Schwarz]",
        "[Person Schwarz]",
        "[Bürgermeisterin Anna Schwarz]",
        "[0851 123456]",
        "[Verein Brömelfreunde]",
    ],
)
def test_a_name_in_brackets_is_found(words: str) -> None:
    assert not is_placeholder(words)
    assert find(f"Das sagte {words} in der Sitzung.")


def test_a_name_beside_a_placeholder_is_found_alone() -> None:
    text = "Zwischen [Ort B] und Passau fährt kein Bus."
    assert [finding.text for finding in find(text)] == ["Passau"]
    assert [text[finding.start : finding.end] for finding in find(text)] == ["Passau"]
