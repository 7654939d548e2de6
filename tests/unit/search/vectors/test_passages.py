"""A record in pieces that a sentence vector can stand for."""

from __future__ import annotations

from search.contract import Document, Passage
from search.vectors.passages import pieces


def test_pieces_are_cut_between_sentences_and_know_where_they_stand() -> None:
    text = " ".join(f"Satz {number} hat genau sechs Wörter." for number in range(40))
    made = pieces(
        Document("k", "case", "Titel", "", summary="Kurz.", passages=(Passage(text, "Lage", "lage"),))
    )
    assert [piece.anchor for piece in made] == ["", "lage", "lage", "lage", "lage"]
    assert all(piece.embedded.startswith("Titel. ") and len(piece.embedded.split()) <= 82 for piece in made)
    assert made[1].embedded.startswith("Titel. Lage. Satz 0") and made[1].text.startswith("Satz 0")
    assert " ".join(piece.text for piece in made[1:]) == text
    assert [piece.embedded for piece in pieces(Document("k", "case", "Nur Titel", ""))] == ["Nur Titel"]
    assert pieces(Document("k", "case", "", "")) == []


def test_an_entry_phrase_is_a_piece_by_itself() -> None:
    """Without the title: it is compared with what people type, and nothing of it is shown as a passage."""
    document = Document("k", "case", "Hallenbad", "/", summary="Kern.", entry_phrases=("Wer zahlt das Bad?",))
    assert [(piece.embedded, piece.text) for piece in pieces(document)] == [
        ("Hallenbad. Kern.", "Kern."),
        ("Wer zahlt das Bad?", ""),
    ]
