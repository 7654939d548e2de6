"""Names as people write them in passing."""

import pytest

from knowledge.anonymity.detector.everyday_names import find_everyday_names
from knowledge.anonymity.detector.preprocessing import tokenise


def found(text):
    return [item.text for item in find_everyday_names(text, tokenise(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("der brandstetter vom bauamt meldet sich nicht", "brandstetter"),
        ("die praktikantin lena kiesewetter war da", "lena kiesewetter"),
        ("gestern rief herr maurer an", "herr maurer"),
        ("die notiz von k. wiedemann fehlt", "k. wiedemann"),
        ("Den Kiosk hat der Stiegl-Sepp seit Jahren.", "Stiegl-Sepp"),
        ("Da steht der lange Loisl vom Bauhof.", "lange Loisl"),
        ("Unser Kollege Koch kündigte.", "Koch"),
    ],
)
def test_everyday_names_are_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Kollegen Ende fünfzig gehen.",
        "Eine Frau Mitte vierzig kam.",
        "der weg vom bauamt ist lang",
        "Frau Bürgermeisterin",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert found(text) == []
