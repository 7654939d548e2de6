"""A page as a document: text without markup, passages without empty ones, keys that tell nothing."""

from __future__ import annotations

import pytest

from knowledge.listing import area_names, area_slugs, at_word_end, passages, plain_text, stream_text
from knowledge.models import HomePage
from knowledge.search_documents import LessonDocumentSource
from search.contract import Viewer
from tests.factories import ChallengeAreaFactory, LessonPageFactory


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        (None, ""),
        ("<p>Eins.</p><p>Zwei.</p>", "Eins.\nZwei."),
        ("<h3>Kopf</h3><ul><li>a</li><li>b</li></ul>", "Kopf\na\nb"),
        ("Zeile<br/>  Zeile", "Zeile\nZeile"),
        ("<p>Das <b>ganze</b> Wort</p>", "Das ganze Wort"),
    ],
)
def test_blocks_become_lines(html: str | None, text: str) -> None:
    assert plain_text(html) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("ganz kurz", 9, "ganz kurz"),
        ("jemand, der ein Nein ausspricht", 25, "jemand, der ein Nein …"),
        ("jemand, der ein Nein ausspricht", 12, "jemand …"),
        ("Donaudampfschifffahrt", 10, "Donaudam …"),
    ],
)
def test_what_is_too_long_ends_after_a_word(text: str, most: int, shown: str) -> None:
    assert at_word_end(text, most) == shown
    assert len(shown) <= most


@pytest.mark.django_db
def test_stream_is_read_block_by_block() -> None:
    page = HomePage(
        about=[("paragraph", "<p>Eins.</p>"), ("paragraph", "<p></p>"), ("paragraph", "<p>Zwei.</p>")]
    )
    assert stream_text(page.about) == "Eins.\nZwei."


def test_empty_passages_are_left_out() -> None:
    (only,) = passages(("a", "Kopf", "Text"), ("b", "Leer", "  "))
    assert (only.anchor, only.heading, only.text) == ("a", "Kopf", "Text")


@pytest.mark.django_db
class TestLesson:
    source = LessonDocumentSource()

    def test_document_says_what_it_is_about(self) -> None:
        area = ChallengeAreaFactory()
        lesson = LessonPageFactory()
        lesson.challenge_areas.add(area)
        lesson.save()
        document = self.source.build(lesson)
        assert (area_slugs(lesson), area_names(lesson)) == ([area.slug], (area.name,))
        assert document.key == f"lesson:{lesson.translation_key.hex}"
        assert document.facets["typ"] == ("lehre",)
        assert document.facets["herausforderung"] == (area.slug,)
        assert "zielgruppe" not in document.facets

    def test_keys_are_seen_by_those_who_may_read(self) -> None:
        public, inner = LessonPageFactory(), LessonPageFactory(access_level="redaktion")
        keys = [self.source.key(public), self.source.key(inner), "case:ffff", "lesson:nichts"]
        assert self.source.visible(keys[:3], Viewer()) == {keys[0]}
        assert set(self.source.public()) == {public}
        assert self.source.visible(keys[:3], Viewer.editor()) == set(keys[:2])
        assert self.source.is_eligible(public)
        assert not self.source.is_eligible(inner), "nobody but the editors reads it, so no index holds it"
        assert not self.source.is_eligible(LessonPageFactory(live=False))
