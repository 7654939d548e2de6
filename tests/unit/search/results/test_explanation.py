"""What a reader is told of a match."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.contract import Document, Near, Passage, ScoredKey
from search.language import analyse_word, thesaurus
from search.language.spelling import WordList
from search.query.expansion import Understood, understand
from search.query.parser import Grammar, parse
from search.query.vocabulary import IndexWords
from search.registry import FacetWord
from search.results.confidence import Judged
from search.results.explanation import MAX_REASONS, Explained, Explainer, suggestion
from search.results.matching import Matcher

KNOWN = IndexWords({"gemeinderat": 3, "hallenbad": 1}, WordList({"gemeinderat": 3, "hallenbad": 1}), 10)


def understood(text: str) -> Understood:
    return understand(parse(text, Grammar()), thesaurus.bundled(), KNOWN)


def explained(text: str, title: str, body: str, near: Near | None = None) -> Explained:
    document = Document("case:1", "case", title, "/", passages=(Passage(body, anchor="lage"),))
    asked = understood(text)
    reading = Matcher(asked.terms).read(document)
    return Explainer(asked).explain(Judged(ScoredKey("case:1", 1.0, document, near), reading, 0.7))


def test_snippet_reason_and_anchor() -> None:
    found = explained("Hallenbad", "Kosten", "Das Hallenbad bleibt.")
    assert found.hit.snippet == "Das <mark>Hallenbad</mark> bleibt."
    assert [reason.text for reason in found.hit.reasons] == ["enthält „Hallenbad“"]
    assert (found.hit.anchor, found.hit.confidence, found.hit.passes) == ("lage", 0.7, True)


def test_a_passage_found_by_meaning_stands_as_it_is() -> None:
    found = explained("Hallenbad", "Kosten", "Im Ort.", Near(0.6, "Das Freibad ist zu.", "frage"))
    assert (found.hit.snippet, found.hit.anchor) == ("Das Freibad ist zu.", "frage")
    assert [reason.text for reason in found.hit.reasons] == ["ähnlicher Sinn"]


def test_what_only_begins_alike_has_no_reason() -> None:
    """No reason is better than one that is none."""
    assert explained("Hallenbad", "Kosten", "Im Ort.").hit.reasons == ()


def test_reasons_are_few() -> None:
    text = "Winterdienst, Radweg, Starkregen, Personalrat, Turnhalle"
    assert len(explained(text, text, text).hit.reasons) == MAX_REASONS


def test_the_spelling_that_the_best_hits_use_is_suggested() -> None:
    asked = understood("Gemeindrat")
    found = explained("Gemeindrat", "Gemeinderat", "Nichts weiter.")
    assert suggestion(asked, [found]) == "Gemeinderat"
    assert suggestion(understood("Gemeinderat"), [explained("Gemeinderat", "Gemeinderat", "x")]) is None


def test_an_entry_term_is_named_as_far_as_it_was_said() -> None:
    area = thesaurus.AreaTerm("kein Geld", "herausforderung", "kassen", "Knappe Kassen")
    words = thesaurus.build(entries=[area])
    document = Document("case:1", "case", "Vereine", "/", facets={"herausforderung": ("kassen",)})

    def told(text: str) -> list[str]:
        asked = understand(parse(text, Grammar()), words, KNOWN)
        reading = Matcher(asked.terms).read(document)
        hit = Explainer(asked).explain(Judged(ScoredKey("case:1", 1.0, document, None), reading, 0.7)).hit
        return [reason.text for reason in hit.reasons if reason.kind == "area"]

    assert told("Geld") == ["„Geld“ gehört zu „Knappe Kassen“"]
    assert told("Wer zahlt Geld für Vereine") == [], "one word of several says nothing of the record"
    assert told("Es ist kein Geld da") == ["„kein Geld“ gehört zu „Knappe Kassen“"]


def test_a_part_of_a_relative_is_no_reason() -> None:
    """Neither one word of an expression nor a compound that a relative is in."""
    words = thesaurus.build([("Verein", ("freiwillige Leistungen", "Klub"), thesaurus.SYNONYM)])
    asked = understand(parse("Verein", Grammar()), words, KNOWN)

    def reasons(body: str) -> tuple[object, ...]:
        document = Document("case:1", "case", "Kosten", "/", passages=(Passage(body, anchor="lage"),))
        reading = Matcher(asked.terms).read(document)
        match = ScoredKey("case:1", 1.0, document, None)
        return Explainer(asked).explain(Judged(match, reading, 0.7)).hit.reasons

    assert reasons("Die Leistungen bleiben.") == ()
    assert reasons("Das Klubhaus bleibt.") == ()
    assert len(reasons("Der Klub bleibt.")) == 1


# --------------------------------------------------------------------------- what is a reason

LIBRARY = IndexWords(
    {
        **{analyse_word(word).root: 1 for word in ("Windrad", "Dorf", "Streit", "Fehler", "Feuerwehr")},
        **{analyse_word(word).root: 30 for word in ("Verwaltung", "Beschluss", "Personalrat")},
    },
    documents=60,
)


def reasons(text: str, **document: object) -> list[str]:
    """What is told of a record with these texts; without a title that says anything."""
    passages = tuple(Passage(body, anchor="lage") for body in document.pop("bodies", ()))  # type: ignore[attr-defined]
    record = replace(Document("case:1", "case", "Ein Eintrag", "/", passages=passages), **document)  # type: ignore[arg-type]
    asked = understand(parse(text, Grammar()), thesaurus.bundled(), LIBRARY)
    judged = Judged(ScoredKey("case:1", 1.0, record, None), Matcher(asked.terms).read(record), 0.7)
    return [reason.text for reason in Explainer(asked).explain(judged).hit.reasons]


def test_what_a_text_mentions_in_passing_is_no_reason() -> None:
    told = ["enthält „Windräder“"]
    assert reasons("Streit um Windräder", bodies=["Neben den Windräder steht ein Haus."]) == []
    assert reasons("Streit um Windräder", keywords=("Windräder",)) == told
    assert reasons("Windräder", bodies=["Neben den Windräder steht ein Haus."]) == told
    near = reasons("Streit um Windräder", bodies=["Der Streit um die Windräder dauert."])
    assert near == told
    far = f"Der Streit dauert.{' Und es wird viel geredet, wie immer.' * 3} Dort stehen Windräder."
    assert reasons("Streit um Windräder", bodies=[far]) == []


def test_the_compound_itself_is_a_reason_where_its_parts_would_be_a_hint() -> None:
    told = ["enthält „Hallenbadsanierung“"]
    assert reasons("Hallenbadsanierung", title="Hallenbadsanierung beschlossen") == told
    assert reasons("Hallenbadsanierung", summary="Die Hallenbadsanierung ruht.") == told


def test_a_word_of_a_label_is_not_the_label() -> None:
    assert reasons("Verwaltung im Dorf", keywords=("Politik & Verwaltung",)) == []
    assert reasons("Verwaltung im Dorf", keywords=("Dorf",), title="Dorf und Verwaltung") != []


def test_what_half_the_library_has_is_a_reason_in_a_title_alone() -> None:
    """The word of a town hall that stands in most records sets none of them apart."""
    text = "Der Personalrat und die Verwaltung"
    assert reasons(text, summary="Was tut der Personalrat in der Verwaltung?") == []
    assert reasons(text, title="Der Personalrat bremst") == ["enthält „Personalrat“"]
    assert reasons(text, keywords=("Personalrat",)) == ["enthält „Personalrat“"]


def test_words_that_are_one_name_are_one_reason() -> None:
    assert reasons("Windräder Streit", title="Windräder Streit und mehr") == ["enthält „Windräder Streit“"]
    assert reasons("Windräder Streit", title="Windräder, Streit") == ["enthält „Windräder“"]


def test_an_ordinary_word_is_no_outcome() -> None:
    """ "nichts umgesetzt" does not ask for what was."""
    grammar = Grammar(
        facet_words=(
            FacetWord("umgesetzt", "ausgang", "umgesetzt"),
            FacetWord("Dorf", "groesse", "a"),
            FacetWord("Dorf", "groesse", "b"),
        )
    )

    def told(text: str) -> list[str]:
        asked = understand(parse(text, grammar), thesaurus.bundled(), LIBRARY)
        facets = {"ausgang": ("umgesetzt",), "groesse": ("b",)}
        document = Document("case:1", "case", "Ein Eintrag", "/", facets=facets)
        judged = Judged(ScoredKey("case:1", 1.0, document, None), Matcher(asked.terms).read(document), 0.7)
        return [reason.matched for reason in Explainer(asked).explain(judged).hit.reasons]

    assert told("Beteiligung versprochen, nichts umgesetzt") == []
    assert len(told("umgesetzt")) == 1
    assert told("Dorf") == ["Größe der Kommune: b"], "the size of the record, not the first that is meant"


def test_general_words_are_no_reason_alone() -> None:
    assert reasons("das Amt der Feuerwehr", title="Ein Amt") == []
    assert reasons("zwanzig Windräder", title="Zwanzig Leute") == []


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("Wie fange ich an", "Fische fangen"),
        ("Wer lehnt es ab", "Eine Leiter lehnt am Haus"),
        ("Lernen im Verein", "Verein zum gegenseitigen kennenlernen"),
        ("Helfer", "Wer wird dort helfen"),
        ("Ehrenamt", "Ein freiwilliger Schritt"),
        ("Mehrheit", "Eine Fraktion"),
        ("Fachkräftemangel", "Was die Leute sagen"),
        ("Bebauungsplan", "Ein Plan"),
        ("Einheimische", "Ein Bürger*innenrat"),
    ],
)
def test_what_only_looks_alike_is_no_reason(asked: str, title: str) -> None:
    assert [told for told in reasons(asked, title=title) if "Verein" not in told] == []


@pytest.mark.parametrize(
    ("asked", "title", "told"),
    [
        ("Streit", "Ein Konflikt", "„Konflikt“ kommt „Streit“ nahe"),
        ("Ehrenamt", "Die Freiwilligen", "„Freiwilligen“ kommt „Ehrenamt“ nahe"),
        ("Feuerwehr", "Die Feuerwehrhäuser", "„Feuerwehr“ als Teil von „Feuerwehrhäuser“"),
    ],
)
def test_what_stands_for_a_word_is_one(asked: str, title: str, told: str) -> None:
    assert reasons(asked, title=title) == [told]
