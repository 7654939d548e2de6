"""German: folding, gender forms, hyphens, compounds, families."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.contract import Document, Passage
from search.ingest.preparation import prepare
from search.language import analyse, analyse_word, fold
from search.language.analysis import has_separated_verb
from search.language.compounds import split
from search.language.families import root
from search.language.forms import MAX_TERM, masculine, stem
from search.language.spelling import WordList


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maßnahme", "Massnahme"),
        ("Bürgermeister", "Buergermeister"),
        ("ÄRZTE", "aerzte"),
        ("Café", "cafe"),
        ("Fluß", "Fluss"),
        ("ﬁnanzen", "finanzen"),
        ("A\u0308rzte", "Ärzte"),
    ],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bürgermeister*innen",
        "Bürgermeister:innen",
        "Bürgermeister_innen",
        "Bürgermeister/innen",
        "Bürgermeister/-innen",
        "Bürgermeister(innen)",
        "BürgermeisterInnen",
        "Bürgermeister*in",
        "Bürgermeister·innen",
    ],
)
def test_gender_forms_have_one_base(text: str) -> None:
    words = analyse(text)
    assert [word.forms.exact for word in words] == ["buergermeister"]
    assert text[words[0].start : words[0].end] == text


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("beraterinnen", "berater"),
        ("beraterin", "berater"),
        ("expertinnen", "expert"),
        ("gewinnen", "gewinnen"),
        ("darin", "darin"),
        ("erinnern", "erinnern"),
    ],
)
def test_feminine_forms(word: str, base: str) -> None:
    assert masculine(word) == base


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Verwaltungs- und Organisationskultur", "verwaltungskultur"),
        ("Grund- und Mittelschule", "grundschule"),
        ("Kinder-, Kultur- und Jugendarbeit", "kulturarbeit"),
        ("Verwaltungskultur und -struktur", "verwaltungsstruktur"),
        ("Vereins- oder Sportförderung", "vereinsfoerderung"),
    ],
)
def test_elided_halves_are_completed(text: str, expected: str) -> None:
    assert expected in [word.extra.exact for word in analyse(text) if word.extra]


@pytest.mark.parametrize(
    "text",
    [
        "Verwaltungs- ",
        "- und -",
        "Berg- und Tal",
        "Verwaltungs-. Neuer Satz mit Organisationskultur",
        "und -struktur",
    ],
)
def test_halves_without_partner_stay_as_they_are(text: str) -> None:
    assert all(word.extra is None for word in analyse(text))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("haushaltssicherungskonzept", ("haushalt", "sicherung", "konzept")),
        ("klimaanpassungsstrategie", ("klima", "anpassung", "strategie")),
        ("personalmangel", ("personal", "mangel")),
        ("schuldenabbau", ("schulden", "abbau")),
        ("sprachkurse", ("sprach", "kurse")),
        ("hitzeschutz", ("hitze", "schutz")),
        # The lexicon has met these as a whole, once or twice.
        ("ladensterben", ("laden", "sterben")),
        ("interessenskonflikt", ("interesse", "konflikt")),
        ("ballungsraum", ("ballung", "raum")),
    ],
)
def test_compounds_are_split(word: str, parts: tuple[str, ...]) -> None:
    assert split(word) == parts


@pytest.mark.parametrize(
    "word",
    [
        "haushalt",
        "gemeinderat",
        "nachhaltigkeit",
        "deutschland",
        "beteiligung",
        "buergermeister",
        "aufenthalt",
        "x" * 60,
        "covid19",
        "",
    ],
)
def test_other_words_are_not_split(word: str) -> None:
    assert split(word) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("beteiligung", "beteiligt"),
        ("umsetzung", "umgesetzt"),
        ("umsetzung", "umzusetzen"),
        ("entscheidung", "entscheiden"),
        ("nachhaltigkeit", "nachhaltig"),
        ("haeuser", "haus"),
        ("teilnahme", "teilnehmen"),
        ("angebot", "anbieten"),
        ("rueckgang", "zurueckgehen"),
        ("beschluss", "beschloss"),
        ("beschluesse", "beschliessen"),
        ("uebernimmt", "uebernahme"),
        ("hilft", "hilfe"),
        ("investition", "investieren"),
        ("kommunikation", "kommunizieren"),
        ("diskussion", "diskutiert"),
        ("konkurrenz", "konkurrieren"),
        ("moderator", "moderieren"),
        ("erlaubnis", "erlauben"),
        ("fluechtling", "gefluechtete"),
        ("azubis", "azubi"),
        ("vereinbarung", "vereinbart"),
        ("vereine", "verein"),
        ("zustaendigkeit", "zustaendig"),
        ("gefoerdert", "foerderung"),
        ("wissenschaftlich", "wissenschaft"),
    ],
)
def test_families_share_a_root(one: str, other: str) -> None:
    assert root(one) == root(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vereinbaren", "vereine"),
        ("vereinbarung", "verein"),
        ("zustaendigkeit", "zustand"),
        ("wirtschaft", "wirt"),
        ("wissenschaft", "wissen"),
        ("zeitung", "zeit"),
        ("bildung", "bild"),
        ("nachbar", "nach"),
        ("satzung", "satz"),
        ("raten", "rat"),
        ("kuenstlich", "kunst"),
        ("buerger", "burg"),
        ("foerderung", "forderung"),
        ("umsatz", "umsetzen"),
        ("aufgabe", "aufgeben"),
        ("verlieren", "verlegen"),
    ],
)
def test_families_of_other_words_stay_apart(one: str, other: str) -> None:
    assert root(one) != root(other)


def test_stems_of_other_words_stay_apart_too() -> None:
    """Snowball alone makes "rat" of both and "verein" of "Vereinigung"."""
    assert analyse_word("Raten").stem != analyse_word("Rat").stem
    assert analyse_word("Vereinigung").stem != analyse_word("Verein").stem
    assert analyse_word("finanzieren").stem == analyse_word("Finanzierung").stem


@pytest.mark.parametrize(("english", "german"), [("does", "Dose"), ("has", "Hase"), ("are", "Ahre")])
def test_english_function_words_are_no_german_stems(english: str, german: str) -> None:
    """The short English versions of records are full of them."""
    own, other = analyse_word(english), analyse_word(german)
    assert {own.stem, *own.derivations}.isdisjoint({other.stem, *other.derivations})
    assert own.exact == english and not own.stop


def test_a_compound_is_found_by_either_spelling() -> None:
    assert analyse_word("Gemeindecode").root == analyse_word("Gemeindekode").root
    assert analyse_word("Code").root in analyse_word("Gemeindekode").parts


@pytest.mark.parametrize(
    "text", ["Niemand setzte die Beschlüsse um.", "Wir setzen das um und hoffen.", "Sie setzt es um"]
)
def test_documents_know_verbs_whose_particle_stands_apart(text: str) -> None:
    """Texts are indexed piece by piece; a particle that ends a clause needs its verb."""
    assert has_separated_verb(text)
    prepared = prepare(
        Document("case:1", "case", "", "", passages=(Passage(f"Davor steht ein Satz. {text}"),))
    )
    assert "umsetz" in prepared.fields["body_derivation"]


def test_prepositions_separate_nothing() -> None:
    assert not has_separated_verb(
        "Um den Ort herum liegt Wald, aber mit uns spricht an diesem Tag niemand über ihn"
    )


def test_different_words_stay_apart() -> None:
    assert root("gemeinderat") != root("gemeinde")
    assert stem("vergütung") != stem("verwaltung")


def test_hyphenated_word_is_its_members_and_the_whole() -> None:
    words = analyse("PV-Anlage und N!-Bericht")
    assert [w.forms.exact for w in words] == ["pv", "anlage", "und", "n", "bericht"]
    assert [w.extra.exact for w in words if w.extra] == ["pvanlage", "nbericht"]


def test_function_words_are_stop_words() -> None:
    assert [w.surface for w in analyse("Wie können wir die Vereine retten?") if not w.forms.stop] == [
        "Vereine",
        "retten",
    ]


@given(st.text(max_size=300))
def test_analysis_takes_any_text(text: str) -> None:
    for word in analyse(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.forms.exact
        assert not any(
            c.isspace() for term in (word.forms.exact, word.forms.stem, *word.forms.derivations) for c in term
        )
        assert len(word.forms.exact) <= 2 * MAX_TERM


@given(
    st.lists(
        st.sampled_from(
            [
                "Bürger*innen",
                "Verwaltungs-",
                "und",
                "-struktur",
                "Organisationskultur",
                "PV-Anlage",
                "(n)",
                "»",
                "-",
                "*innen",
            ]
        ),
        max_size=30,
    )
)
def test_places_are_in_order(pieces: list[str]) -> None:
    words = analyse(" ".join(pieces))
    assert [w.start for w in words] == sorted(w.start for w in words)


def test_a_doubled_letter_is_the_likelier_slip() -> None:
    similar = WordList({"kooperation": 1, "korporation": 5}).similar("koperation")
    assert [word for word, _distance in similar] == ["kooperation", "korporation"]
