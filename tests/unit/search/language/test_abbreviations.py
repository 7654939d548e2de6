"""Abbreviations that texts explain: what is a pair, what is none, and that no text is too wild."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language import abbreviations, analyse, thesaurus
from search.language.abbreviations import MAX_PAIRS, Pair, harvest, is_perfect, pairs_of
from search.language.mined import HarvestedPair, marker, take_out, trusted


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Das Haushaltssicherungskonzept (HSK) wurde beschlossen.", "HSK", "Haushaltssicherungskonzept"),
        (
            "Unser Integriertes Städtebauliches Entwicklungskonzept (ISEK) liegt vor.",
            "ISEK",
            "Integriertes Städtebauliches Entwicklungskonzept",
        ),
        ("Vom Dach kommt Photovoltaik (PV).", "PV", "Photovoltaik"),
        ("Die PV (Photovoltaik) lohnt sich.", "PV", "Photovoltaik"),
        ("nach dem HSK (Haushaltssicherungskonzept, beschlossen 2019)", "HSK", "Haushaltssicherungskonzept"),
        ("Das Onlinezugangsgesetz (kurz: OZG) gilt.", "OZG", "Onlinezugangsgesetz"),
        ("Das Onlinezugangsgesetz (im Folgenden „OZG“) gilt.", "OZG", "Onlinezugangsgesetz"),
        ("im Baugesetzbuch (BauGB)", "BauGB", "Baugesetzbuch"),
        ("des öffentlichen Personennahverkehrs (ÖPNV)", "ÖPNV", "öffentlichen Personennahverkehrs"),
        (
            "Das Amt fragt das Bundesamt für Migration und Flüchtlinge (BAMF).",
            "BAMF",
            "Bundesamt für Migration und Flüchtlinge",
        ),
        ("die Gemeindehaushaltsverordnung (GemHVO)", "GemHVO", "Gemeindehaushaltsverordnung"),
        ("Kindertagesstätten (Kitas)", "Kitas", "Kindertagesstätten"),
        ("fünf Windenergieanlagen (WEAs) am Berg", "WEA", "Windenergieanlagen"),
        ("Datenschutz-Grundverordnung [DSGVO]", "DSGVO", "Datenschutz-Grundverordnung"),
        ("ein Wissenschaftlicher Mitarbeiter (WiMi)", "WiMi", "Wissenschaftlicher Mitarbeiter"),
    ],
)
def test_explained(text: str, short: str, long: str) -> None:
    assert list(harvest(text)) == [Pair(short, long)]
    assert is_perfect(short, long)


@pytest.mark.parametrize(
    "text",
    [
        "Das Treffen (Montag) fällt aus.",
        "Klimaschutz (siehe Anhang) und Verkehr (2019).",
        "Die Fraktion stimmte zu (SPD).",
        "die Stadt (ST)",
        "Der Bund für Umwelt und Naturschutz Deutschland (BUND)",
        "der Haushalt (DH)",
        "Es endet der Haushalt. Sicherung folgt. Konzept (HSK)",
        "Photovoltaik (PV",
        "HSK (HSK)",
        "",
    ],
)
def test_not_explained(text: str) -> None:
    assert [pair for pair in harvest(text) if is_perfect(pair.short, pair.long)] == []


def test_letters_inside_words_need_a_second_witness() -> None:
    """Schwartz and Hearst accept any letters in order; where they begin no part, one record alone is not
    believed.
    """
    assert list(harvest("Kampfmittelräumdienst (KXD)")) == []
    [pair] = harvest("Gesundheitsregion (GSR)")
    assert not is_perfect(pair.short, pair.long)
    once, twice = (
        HarvestedPair(pair.short, pair.long, 1, False),
        HarvestedPair(pair.short, pair.long, 2, False),
    )
    assert trusted([once, twice]) == [twice]


def test_a_record_gives_each_pair_once() -> None:
    texts = [
        "Das Haushaltssicherungskonzept (HSK).",
        "Des Haushaltssicherungskonzepts (HSK).",
        "HSK (Hochsauerlandkreis)",
    ]
    assert pairs_of(texts) == [Pair("HSK", "Haushaltssicherungskonzept"), Pair("HSK", "Hochsauerlandkreis")]


def test_markers_come_back_as_pairs_and_inflections_are_one() -> None:
    pairs = [
        Pair("ISEK", "Integriertes Städtebauliches Entwicklungskonzept"),
        Pair("ISEK", "Integrierten Städtebaulichen Entwicklungskonzepts"),
    ]
    terms = {marker(pairs[0]): 2, marker(pairs[1]): 1, "isek": 3, "abk:": 1, "abk:kaputt": 1, "abk:x=": 1}
    assert take_out(terms) == (
        HarvestedPair("ISEK", "Integriertes Städtebauliches Entwicklungskonzept", 3, True),
    )
    assert terms == {"isek": 3}


@given(st.text(max_size=600) | st.text(alphabet="()[]HSK haushaltssicherung-„“.,\n", max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for pair in pairs_of([text, text]):
        term = marker(pair)
        assert len(term.split()) == 1
        assert len(term) < 200
        assert take_out({term: 1})[0].short == pair.short


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "((A)",
        "(AB",
        "Aa (AB) ",
        "H (HSK",
        "Haushaltssicherungskonzept ",
        "(kurz: kurz: ",
        "A ( B ) [C] ",
    ],
)
def test_work_grows_with_the_text_alone(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at around brackets is bounded: eight times the text, at most some ten times the
    characters looked at.
    """
    looked = [0]
    original = abbreviations._best

    def counting(short: str, candidates: list[str]) -> str:
        looked[0] += sum(map(len, candidates))
        return original(short, candidates)

    monkeypatch.setattr(abbreviations, "_best", counting)
    work = []
    for repeats in (200, 1_600):
        looked[0] = 0
        assert len(pairs_of([piece * repeats])) <= MAX_PAIRS
        work.append(looked[0])
    assert work[1] <= 10 * work[0] + 10_000


def test_the_glossary_wins() -> None:
    built = thesaurus.build(
        [
            ("HSK", ("Hochsauerlandkreis",), thesaurus.ABBREVIATION),
            ("Bürgerschaftliches Projekt", ("BP",), thesaurus.ABBREVIATION),
            ("GEK", ("Gemeindeentwicklungskonzept",), thesaurus.BLOCKED),
        ]
    )
    assert not built.accepts("HSK", "Haushaltssicherungskonzept")
    assert not built.accepts("BP", "Bebauungsplan")
    assert not built.accepts("GEK", "Gemeindeentwicklungskonzepts")
    assert built.accepts("GEK", "Gesamtentwicklungskonzept")
    assert built.accepts("XYZ", "Hochsauerlandkreis")


def test_a_blocked_pair_goes_from_the_bundled_lists_too() -> None:
    asked = [word.forms for word in analyse("GEK")]
    assert [m.relation.text for m in thesaurus.build().relations(asked) if m.relation] == [
        "Gemeindeentwicklungskonzept"
    ]
    assert (
        thesaurus.build([("GEK", ("Gemeindeentwicklungskonzept",), thesaurus.BLOCKED)]).relations(asked) == []
    )
