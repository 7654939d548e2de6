"""The best passage, the best window in it, matches marked, everything else escaped."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from search.contract import Document, Passage
from search.language import analyse
from search.query.weighting import QueryTerms
from search.results.matching import Matcher
from search.results.snippets import WINDOW, Snippet, best_snippet, highlight

FILLER = "Hier steht lange nichts von Belang, nur Worte über Worte. " * 12


def snippet(query: str, *passages: Passage, summary: str = "") -> Snippet:
    words = Matcher([QueryTerms(word.forms) for word in analyse(query) if not word.forms.stop])
    document = Document("k", "case", "Titel", "/", summary=summary, passages=passages)
    return best_snippet(words.read(document), {})


def test_marks_and_escapes() -> None:
    text = "Der <b>Rat</b> & das Bad"
    places = Matcher([QueryTerms(word.forms) for word in analyse("Rat")]).scan(text)
    assert highlight(text, places) == "Der &lt;b&gt;<mark>Rat</mark>&lt;/b&gt; &amp; das Bad"


def test_a_word_that_matches_twice_stands_once() -> None:
    """By itself, and as one half of a verb in two parts."""
    text = "Warum komme ich mit der Digitalisierung nicht voran?"
    places = Matcher([QueryTerms(word.forms) for word in analyse("kommt nicht voran, vorankommen")]).scan(
        text
    )
    shown = highlight(text, places)
    assert "<mark>komme</mark>" in shown and len({place.start for place in places}) < len(places)
    assert re.sub("</?mark>", "", shown) == text


def test_the_passage_that_answers_most_is_shown_with_its_anchor() -> None:
    found = snippet(
        "Verein Geld",
        Passage("Vom Verein.", anchor="a"),
        Passage("Geld für den Verein.", anchor="b"),
        summary="Ein Verein.",
    )
    assert found.anchor == "b"
    assert found.html == "<mark>Geld</mark> für den <mark>Verein</mark>."


def test_the_summary_wins_a_draw() -> None:
    assert snippet("Verein", Passage("Ein Verein.", anchor="a"), summary="Der Verein.").anchor == ""


def test_without_a_match_the_summary_is_shown_plain() -> None:
    assert (
        snippet("Quastenflosser", Passage("Ein Verein.", anchor="a"), summary="Worum es geht.").html
        == "Worum es geht."
    )


def test_a_late_match_is_in_the_window_between_whole_words() -> None:
    found = snippet(
        "Quellwasser", Passage(FILLER + "Dann kommt Quellwasser aus dem Hahn. " + FILLER, anchor="spät")
    )
    assert "<mark>Quellwasser</mark>" in found.html
    assert found.html.startswith("… ") and found.html.endswith(" …")
    inner = re.sub(r"</?mark>|^… | …$", "", found.html)
    assert len(html.unescape(inner)) <= WINDOW
    assert html.unescape(inner) in FILLER + "Dann kommt Quellwasser aus dem Hahn. " + FILLER


def test_a_document_without_text_has_an_empty_snippet() -> None:
    assert snippet("Verein").html == ""


@given(st.text(max_size=600), st.sampled_from(["Verein", "a", "Geld und Rat", "<mark>"]))
def test_only_marks_are_markup(text: str, query: str) -> None:
    shown = snippet(query, Passage(text), summary="s").html
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
    assert shown.count("<mark>") == shown.count("</mark>")


def test_lines_are_told_apart_and_a_window_begins_with_its_line() -> None:
    ideas = "Die Bücherei zieht um.\nQuellwasser aus dem Hahn\nParkbänke streichen\n"
    found = snippet("Quellwasser", Passage(FILLER + ideas + FILLER, anchor="ideen"))
    assert found.html.startswith("… <mark>Quellwasser</mark> aus dem Hahn · Parkbänke streichen · Hier")
