"""The text of a document, shared out among the fields of the intake."""

from __future__ import annotations

from cases.intake.documents import fields_of_document


def test_headings_of_the_capture_form_share_out_the_text() -> None:
    text = (
        "Der Plan fehlt.\n\nSchlüsselfrage: Wie fange ich an?\n\nHypothesen\n- zu viel\n- zu spät\n\n3."
        " Nächste Schritte:\nAnfangen"
    )
    assert fields_of_document(text) == {
        "situation": "Der Plan fehlt.",
        "key_question": "Wie fange ich an?",
        "hypotheses": "- zu viel\n- zu spät",
        "next_steps": "Anfangen",
    }


def test_text_without_headings_is_the_situation() -> None:
    assert fields_of_document("Nur\n\n\n\nText") == {"situation": "Nur\n\nText"}


def test_headings_may_be_numbered_and_carry_a_hint() -> None:
    text = (
        "1. Ausgangslage (was ist los?):\nDas Bad.\n\nII. Lösungsansätze\n-"
        " eins\n\nKommune: Musterhausen\nUnd mehr."
    )
    assert fields_of_document(text) == {
        "situation": "Das Bad.\n\nUnd mehr.",
        "ideas": "- eins",
        "municipality": "Musterhausen",
    }
