"""The case giver reads every word that will be public, and no markup of anybody runs."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from cases.models import CasePage, CasePitfall, section_content
from cases.models.rendering import page_sections
from cases.sections import SECTIONS, CaseText
from search.contract import Viewer
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db


def shown(case: CasePage) -> dict[str, str]:
    """Label and HTML of everything shown, section by section."""
    text = CaseText.of(case)
    return {
        f"{section.key}/{row.label}": str(row.html)
        for section in text.sections
        for row in section_content(case, section, text)
    }


@pytest.fixture
def case() -> CasePage:
    rows = [CasePitfall(text="Zu <i>spät</i> & leise.")]
    return CasePage.objects.get(pk=CasePageFactory(constraints=["geld"], pitfalls=rows).pk)


def test_words_stand_under_the_labels_of_the_form(case: CasePage) -> None:
    found = shown(case)
    assert case.kernel in found["kern/Der Fall in 60 Sekunden"]
    assert "Zwei Gemeinden, ein Hof." in found["lage/Ausgangslage"]
    assert "Nachbarn anrufen" in found["schritte/Nächste Schritte"]


def test_choices_are_shown_in_words(case: CasePage) -> None:
    found = shown(case)
    assert "in 1 bis 3 Monaten" in found["schritte/Nächste Schritte"]
    assert "Geld" in found["lage/Rahmenbedingungen"]
    assert "Größere Kleinstadt" in found["kommune/Größe"]


def test_plain_text_is_escaped(case: CasePage) -> None:
    html = shown(case)["bedingungen/Stolpersteine"]
    assert "&lt;i&gt;spät&lt;/i&gt; &amp; leise." in html
    assert "<i>" not in html


def test_empty_fields_are_left_out(case: CasePage) -> None:
    assert not any(label.endswith("/Was ich mitnehme") for label in shown(case))


def test_every_public_field_with_a_value_is_shown(case: CasePage) -> None:
    text = CaseText.of(case)
    said = {name for section in SECTIONS for name in section.fields if text.data.get(name)}
    rows = sum(len(section_content(case, section, text)) for section in SECTIONS)
    assert rows == len(said)


def test_nothing_stands_under_a_heading_that_nobody_filled(case: CasePage) -> None:
    case.history = '<p data-block-key="k1"></p>'
    case.initial_situation = []
    situation = next(part for part in page_sections(case, Viewer()) if part.section.key == "lage")
    assert situation.says == {"initial_situation": False, "history": False, "constraints": True}
    html = render_to_string(situation.templates, {"part": situation, "page": case})
    assert "Was schon versucht wurde" not in html
    case.history = "<p>Ein Brief.</p>"
    assert "Was schon versucht wurde" in render_to_string(
        situation.templates, {"part": situation, "page": case}
    )
