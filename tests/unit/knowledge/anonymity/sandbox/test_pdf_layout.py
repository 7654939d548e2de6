"""The order in which people read a page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.anonymity.sandbox.pdf_layout import HYPHEN, PlacedWord, lines_of, paragraphs

EM = 10.0


def placed(*columns: tuple[float, float, Sequence[str]], lead: float = 14) -> list[PlacedWord]:
    """Words of columns: left edge, upper base line, lines; each letter is half an em."""
    words = []
    for x, y, lines in columns:
        for number, line in enumerate(lines):
            at = x
            for word in line.split():
                words.append(PlacedWord(word, at, at + len(word) * EM / 2, y - number * lead, EM))
                at += (len(word) + 1) * EM / 2
    return words


def text(words: list[PlacedWord]) -> str:
    return paragraphs([lines_of(words)])


PROSE = [
    "Das Bad ist alt und verliert jedes",
    "Jahr mehr Geld als die Gemeinde",
    "verdient, und der Rat ist uneins.",
]
OTHER = ["Die Verwaltung hat ein Gutachten", "bestellt, das drei Wege nennt und", "alle drei für teuer hält."]
THIRD = ["Nächste Schritte stehen noch aus,", "weil niemand die Zahlen kennt und", "keiner fragt."]


@pytest.mark.parametrize("columns", [[PROSE], [PROSE, OTHER], [PROSE, OTHER, THIRD]])
def test_columns_are_read_one_after_the_other(columns: list[list[str]]) -> None:
    words = placed(*((50 + 200 * number, 700 - 3 * number, lines) for number, lines in enumerate(columns)))
    assert text(words) == "\n\n".join(" ".join(lines) for lines in columns)


def test_a_title_above_columns_comes_first_and_lines_below_them_last() -> None:
    title = "Ein Titel über die ganze Breite, damit die Spalten erst darunter beginnen können"
    below = "Danach wieder die ganze Breite, und der Satz läuft bis fast an den rechten Rand"
    words = placed((50, 740, [title]), (50, 710, PROSE), (250, 710, OTHER), (50, 650, [below]))
    assert text(words) == "\n\n".join([title, " ".join(PROSE), " ".join(OTHER), below])


def test_labels_stay_with_their_answers() -> None:
    words = placed(
        (50, 700, ["Titel", "", "Lage", "", "", "Schritte"]),
        (200, 700, ["Bad vor dem Aus", "", "Das Bad ist alt und verliert viel", "Geld.", "", "Runder Tisch"]),
    )
    assert (
        text(words)
        == "Titel: Bad vor dem Aus\nLage: Das Bad ist alt und verliert viel Geld.\nSchritte: Runder Tisch"
    )


def test_short_cells_are_rows() -> None:
    words = placed(
        (50, 700, ["Jahr", "2019", "2020"]), (150, 700, ["Kosten", "1", "2"]), (250, 700, ["Gäste", "3", "4"])
    )
    assert text(words) == "Jahr | Kosten | Gäste\n2019 | 1 | 3\n2020 | 2 | 4"


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (["Die Verwal-", "tung schweigt."], f"Die Verwal{HYPHEN}tung schweigt."),
        (
            ["Lage", "Das Bad ist alt, und niemand zahlt gern dafür."],
            "Lage\nDas Bad ist alt, und niemand zahlt gern dafür.",
        ),
        (["Zahlen gemeinsam prüfen", "Verein beteiligen"], "Zahlen gemeinsam prüfen\nVerein beteiligen"),
        (
            ["- ein Punkt, der über das Ende der Zeile", "weiterläuft", "- zwei"],
            "- ein Punkt, der über das Ende der Zeile weiterläuft\n- zwei",
        ),
        (
            ["Absatz eins endet hier bald.", "", "", "Absatz zwei."],
            "Absatz eins endet hier bald.\n\nAbsatz zwei.",
        ),
    ],
)
def test_lines_become_paragraphs(lines: list[str], meant: str) -> None:
    assert text(placed((50, 700, lines))) == meant


def test_a_sentence_runs_over_the_end_of_a_page() -> None:
    pages = [
        lines_of(placed((50, 700, [line])))
        for line in ("Das Bad ist", "alt. Die Verwal-", "tung schweigt.", "Neu.")
    ]
    assert paragraphs(pages) == f"Das Bad ist alt. Die Verwal{HYPHEN}tung schweigt.\n\nNeu."


def test_raised_figures_stay_on_their_line() -> None:
    words = [
        *placed((50, 700, ["Das Bad"])),
        PlacedWord("1", 86, 89, 703, 6),
        *placed((95, 700, ["ist alt."])),
    ]
    assert text(words) == "Das Bad 1 ist alt."


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\xad"])
@pytest.mark.parametrize("lead", [14, 40])
def test_a_hyphen_drawn_apart_from_its_word_still_ends_it(hyphen: str, lead: float) -> None:
    """Else the first half stands alone, and a half can be the name of a place."""
    first = [PlacedWord("Der", 50, 68, 700, 10), PlacedWord("Höchst", 72, 104, 700, 10)]
    second = [PlacedWord("betrag", 50, 84, 700 - lead, 10), PlacedWord("fiel.", 88, 108, 700 - lead, 10)]
    assert (
        text([*first, PlacedWord(hyphen, 104.5, 108, 700, 10), *second]) == f"Der Höchst{HYPHEN}betrag fiel."
    )


def test_a_dash_is_no_hyphen() -> None:
    row = [PlacedWord("Der", 50, 68, 700, 10), PlacedWord("–", 69, 74, 700, 10)]
    assert text([*row, PlacedWord("also", 77, 90, 700, 10)]) == "Der – also"
