"""The model card says what is shipped, and figures stand between their marks."""

import pytest

from knowledge.anonymity.detector import DETECTOR_VERSION
from tools.anonymity.model_card import CARD, versions, write_between


def test_the_card_is_about_the_rules_and_the_model_that_are_shipped():
    assert DETECTOR_VERSION in versions()
    assert f"<!-- VERSIONS -->\n{versions()}\n<!-- /VERSIONS -->" in CARD.read_text(encoding="utf-8"), (
        "run: python -m tools.anonymity card"
    )


def test_only_what_stands_between_the_marks_is_replaced(tmp_path):
    card = tmp_path / "card.md"
    card.write_text("a\n<!-- X -->\nold\n<!-- /X -->\nb\n", encoding="utf-8")
    write_between(card, "X", "new")
    assert card.read_text(encoding="utf-8") == "a\n<!-- X -->\nnew\n<!-- /X -->\nb\n"


@pytest.mark.parametrize("text", ["", "<!-- X -->", "<!-- /X --> <!-- X -->"])
def test_a_card_without_the_marks_is_refused_and_kept(tmp_path, text):
    card = tmp_path / "card.md"
    card.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="fehlen die Marken"):
        write_between(card, "X", "new")
    assert card.read_text(encoding="utf-8") == text
