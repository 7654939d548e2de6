"""Publications: sections, anchors, citation."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from publications.models import PublicationPage
from tests.factories import PublicationPageFactory

pytestmark = pytest.mark.django_db


def section(anchor: str) -> tuple[str, dict[str, object]]:
    return ("section", {"anchor": anchor, "title": "Titel", "body": "<p>Text</p>", "derived_from": []})


def test_sections_come_in_order() -> None:
    page = PublicationPage.objects.get(pk=PublicationPageFactory().pk)
    assert page.section_anchors() == ["anfang", "ende"], "as they are stored"
    assert [value["anchor"] for value in page.section_values()] == ["anfang", "ende"]
    assert page.section_anchors() == ["anfang", "ende"], "as they were read"


def test_an_anchor_stands_once() -> None:
    with pytest.raises(ValidationError, match="Sprungmarke „anfang“"):
        PublicationPageFactory(sections=[section("anfang"), section("anfang")])


def test_no_chapter_takes_the_anchor_of_the_abstract() -> None:
    with pytest.raises(ValidationError, match="„zusammenfassung“ gehört der Zusammenfassung"):
        PublicationPageFactory(sections=[section("zusammenfassung")])


@pytest.mark.parametrize("anchor", ["Mit Leerzeichen", "größe", "a/b", ""])
def test_an_anchor_is_an_address(anchor: str) -> None:
    block = (
        PublicationPage._meta.get_field("sections")
        .stream_block.child_blocks["section"]
        .child_blocks["anchor"]
    )
    with pytest.raises(ValidationError):
        block.clean(anchor)


def test_citation_is_made_unless_given() -> None:
    assert (
        PublicationPage(title="Wandel", edition="2. Auflage", year=2026).citation_text
        == "Forum „Meine Kommune weiterdenken“: Wandel. 2. Auflage, 2026. CC BY 4.0."
    )
    assert PublicationPage(citation="So zitieren.").citation_text == "So zitieren."


def test_the_older_edition_stays() -> None:
    older = PublicationPageFactory()
    newer = PublicationPageFactory(title="Neu", slug="neu", replaces=older)
    assert list(older.replaced_by.all()) == [newer]
    assert older.live
