"""Synonyms, abbreviations, translations, entry terms: by stems, so every inflection is understood."""

from __future__ import annotations

import pytest

from search.language import analyse
from search.language.thesaurus import ABBREVIATION, SYNONYM, AreaTerm, Thesaurus, build, bundled


def forms(text: str) -> list[object]:
    return [word.forms for word in analyse(text)]


def relations(thesaurus: Thesaurus, text: str, **options: bool) -> set[tuple[str, str]]:
    return {
        (match.relation.kind, match.relation.text)
        for match in thesaurus.relations(forms(text), **options)
        if match.relation
    }


def areas(text: str, *terms: str) -> list[str]:
    thesaurus = build(
        entries=[AreaTerm(term, "herausforderung", f"v{number}", term) for number, term in enumerate(terms)]
    )
    return [match.area.text for match in thesaurus.entry_terms(forms(text)) if match.area]


def test_bundled_abbreviations_work_both_ways() -> None:
    assert any(
        kind == ABBREVIATION and "Haushaltssicherung" in text for kind, text in relations(bundled(), "HSK")
    )
    assert any(kind == ABBREVIATION for kind, _text in relations(bundled(), "Haushaltssicherungskonzept"))


def test_english_words_are_translated_only_in_english_questions() -> None:
    assert relations(bundled(), "council", english=True)
    assert not relations(bundled(), "council")


def test_glossary_synonyms_stand_for_each_other_in_every_ending() -> None:
    made = build([("Zaubertrank", ["Betreuungsplatz"], SYNONYM)])
    assert (SYNONYM, "Betreuungsplatz") in relations(made, "Zaubertränke")
    assert (SYNONYM, "Zaubertrank") in relations(made, "Betreuungsplätze")


def test_glossary_abbreviation_of_several_words() -> None:
    made = build([("ZTR", ["Zauber Trank"], ABBREVIATION)])
    assert (ABBREVIATION, "Zauber Trank") in relations(made, "was kostet ein ZTR")
    match = next(
        m for m in made.relations(forms("der Zauber Trank")) if m.relation and m.relation.text == "ZTR"
    )
    assert (match.start, match.length) == (1, 2)


def test_an_entry_is_not_doubled() -> None:
    made = build([("A-Wort", ["B-Wort"], SYNONYM), ("A-Wort", ["B-Wort"], SYNONYM)])
    assert (
        len([m for m in made.relations(forms("B-Wort")) if m.relation and m.relation.text == "A-Wort"]) <= 1
    )


@pytest.mark.parametrize("text", ["wir sind klamm", "klamme Kassen", "Klammheit? nein: klamm"])
def test_an_entry_term_leads_to_its_area(text: str) -> None:
    assert areas(text, "klamm") == ["klamm"]


def test_words_of_an_entry_term_may_stand_apart() -> None:
    assert areas("Geld haben wir kein", "kein Geld") == ["kein Geld"]
    assert areas("Gemeinderat, der alles blockiert", "Gemeinderat blockiert") == ["Gemeinderat blockiert"]


def test_a_content_word_alone_is_not_the_phrase() -> None:
    assert areas("Was bringt die Zukunft", "was bringt das") == []
    assert areas("wir fragen: was bringt das", "was bringt das") == ["was bringt das"]


def test_nothing_comes_from_nothing() -> None:
    assert areas("", "klamm") == []
    assert build(entries=[AreaTerm("", "f", "v", "l")]).entry_terms(forms("klamm")) == []
