"""What a reader writes, looked through before it is kept."""

from knowledge.anonymity.detector import inspect_text, names_nobody
from knowledge.anonymity.detector.findings import Finding, Kind
from knowledge.anonymity.detector.reader_texts import Inspected, TextPiece

TEXT = "Frau Huber und der Rat"
SURE = Finding(0, 10, Kind.PERSON, "Frau Huber", 0.9, "", "[Person]", "titled")
DOUBTFUL = Finding(19, 22, Kind.ORGANISATION, "Rat", 0.4, "", "", "model")
INSPECTED = Inspected(TEXT, (SURE, DOUBTFUL))


def test_what_is_certain_has_to_go_and_the_rest_may_stay():
    assert INSPECTED.certain == (SURE,)
    assert INSPECTED.doubtful == (DOUBTFUL,)


def test_the_pieces_are_the_text():
    pieces = INSPECTED.pieces()
    assert "".join(piece.text for piece in pieces) == TEXT
    assert pieces == [
        TextPiece("Frau Huber", SURE),
        TextPiece(" und der "),
        TextPiece("Rat", DOUBTFUL),
    ]
    assert [piece.is_certain for piece in pieces] == [True, False, False]


def test_a_replaced_text_has_the_suggestions_in_it():
    assert INSPECTED.replaced() == "[Person] und der […]"


def test_the_own_suggestions_pass():
    first = inspect_text("Herr Peter Ernst rief aus Dachau an.")
    assert first.certain
    assert inspect_text(first.replaced()).findings == ()


def test_a_text_without_findings_is_one_piece_and_an_empty_one_none():
    assert Inspected("Der Rat.", ()).pieces() == [TextPiece("Der Rat.")]
    assert Inspected("", ()).pieces() == []


def test_a_query_that_names_somebody_is_not_kept():
    assert names_nobody("wenig Geld für Vereine")
    assert not names_nobody("Kläranlage Dachau")
    assert not names_nobody("vorzimmer@rathaus.example")
