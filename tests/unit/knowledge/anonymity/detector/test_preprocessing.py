"""Whatever is done to the text, every offset leads back to the characters it came from."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.anonymity.detector.preprocessing import normalise, sentences, tokenise

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(list("abcÄöß .-\n\t\u00ad\u200b\u0308\u0301аеор[]()@")),
    ),
    max_size=120,
)


@given(TEXTS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_offsets_stay_inside_and_in_order(text):
    result = normalise(text)
    assert len(result.text) == len(result.starts) == len(result.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(result.starts, result.ends, strict=True))
    assert list(result.starts) == sorted(result.starts)
    assert list(result.ends) == sorted(result.ends)


@given(st.text(alphabet=st.sampled_from(list("abcdefgÄÖÜäöüß ,;!?")), max_size=80))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_plain_text_stays_as_it_is(text):
    result = normalise(text)
    if result.text == text:
        assert result.starts == tuple(range(len(text)))


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("Bu\u00adche\u00adnau", "Buchenau"),
        ("Buche\u200bnau", "Buchenau"),
        (unicodedata.normalize("NFD", "Würzhöfen"), "Würzhöfen"),
        ("Висhenau".replace("Вис", "Bu\u0441"), "Buchenau"),
        ("B u c h e n a u", "Buchenau"),
        ("B.U.C.H.E.N.A.U", "BUCHENAU"),
        ("Buchen-\nau", "Buchenau"),
        ("Buchen\u2010\nau", "Buchenau"),
        ("Buchen\u2011\nau", "Buchenau"),
        ("Vereins-\nund Ehrenamt", "Vereins-\nund Ehrenamt"),
        ("rathaus[at]beispiel[dot]de", "rathaus@beispiel.de"),
        ("rathaus (at) beispiel (punkt) de", "rathaus@beispiel.de"),
        ("u.v.a.m. und z. B. das", "u.v.a.m. und z. B. das"),
        ("\uff22\uff55\uff43\uff48enau", "Buchenau"),
    ],
)
def test_disguises_are_undone(given_text, wanted):
    assert normalise(given_text).text == wanted


def test_span_of_a_disguised_word_is_the_whole_word():
    text = "in B\u00ad u\u00ad".replace("\u00ad u", "u") + "chenau."
    result = normalise(text)
    start = result.text.index("Buchenau")
    first, last = result.span(start, start + 8)
    assert text[first:last].replace("\u00ad", "") == "Buchenau"


# --------------------------------------------------------------------------- words and sentences


def words(text):
    return [token.text for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Huber-Plan kam.", ["Der", "Huber-Plan", "kam", "."]),
        ("Bürger*innen und Rät:innen", ["Bürger*innen", "und", "Rät:innen"]),
        ("am 12.3. um 14:30", ["am", "12.3", ".", "um", "14:30"]),
        ("12-jährig, 3a", ["12-jährig", ",", "3a"]),
        ("", []),
    ],
)
def test_compounds_gendered_forms_and_numbers_stay_whole(text, expected):
    assert words(text) == expected
    assert all(text[token.start : token.end] == token.text for token in tokenise(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Er kam. Sie ging.", 2),
        ("Dr. Huber kam.", 1),
        ("Am 3. Mai kam er.", 1),
        ("Überschrift\nText", 2),
        ("Es fehlte Geld.Der Rat schwieg.", 2),
        ("Wirklich? Ja!", 2),
        ("z. B. so", 1),
        ("", 0),
    ],
)
def test_a_sentence_ends_where_one_ends(text, count):
    tokens = tokenise(text)
    found = list(sentences(text, tokens))
    assert len(found) == count
    assert [token for sentence in found for token in sentence] == tokens
