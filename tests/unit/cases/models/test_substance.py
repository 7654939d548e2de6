"""Rows that a colleague asks for, as sentences."""

from __future__ import annotations

from cases.models import CaseFigure, CaseLegalBasis


def test_a_figure_says_what_changed() -> None:
    assert str(CaseFigure(what="Tage", before="40", after="20")) == "Tage: 40 → 20"
    assert str(CaseFigure(what="Tage", after="20")) == "Tage: 20"


def test_a_statute_stands_with_its_paragraph_where_it_has_one() -> None:
    assert str(CaseLegalBasis(statute="baugb", paragraph="§ 35")) == "Baugesetzbuch § 35"
    assert str(CaseLegalBasis(statute="go")) == "Gemeindeordnung (Land nicht genannt)"
