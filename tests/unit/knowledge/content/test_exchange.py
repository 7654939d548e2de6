"""The fields of a record under the names that every library knows."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.content.exchange import from_fields, to_fields
from knowledge.models import ChallengeArea, LessonPage


def nobody(model: Any, name: Any) -> None:
    return None


def test_only_what_is_shared_comes_in() -> None:
    given = {"statement": "Ein Satz.", "live": True, "access_level": "alumni", "owner": 1, "slug": "x"}
    assert from_fields(LessonPage, given, nobody) == {"statement": "Ein Satz."}


def test_a_link_carries_the_key_of_its_page() -> None:
    def known(model: Any, name: Any) -> int | None:
        return 12 if name == "a" * 32 else None

    text = f'<p><a linktype="page" key="{"a" * 32}">da</a> <a linktype="page" key="{"b" * 32}">weg</a></p>'
    made = from_fields(LessonPage, {"observation": text}, known)
    assert made["observation"] == '<p><a linktype="page" id="12">da</a> <a>weg</a></p>'


@pytest.mark.django_db
def test_terms_and_pages_go_out_by_their_names() -> None:
    area = ChallengeArea.objects.create(slug="finanzen", name="Finanzen")
    lesson = LessonPage(title="Ein Satz.", statement="Ein Satz.", path="0001", depth=1)
    lesson.observation = '<p><a id="7" linktype="page">da</a> <a id="8" linktype="page">hier</a></p>'
    lesson.challenge_area_items = [LessonPage.challenge_area_items.rel.related_model(tag=area)]
    fields = to_fields(lesson, {7: "c" * 32})
    assert fields["challenge_area_items"] == [{"tag": "finanzen"}]
    assert fields["observation"] == f'<p><a linktype="page" key="{"c" * 32}">da</a> <a>hier</a></p>'
    assert "owner_role" not in fields and "slug" not in fields


def test_a_stream_is_text_inside_and_a_list_outside() -> None:
    from cases.models import CasePage

    raw = [{"type": "facts", "value": ["Eins", "Zwei"], "id": "x"}]
    made = from_fields(CasePage, {"initial_situation": raw}, nobody)["initial_situation"]
    assert made.startswith('[{"type": "facts"') and "Zwei" in made
