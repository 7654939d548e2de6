"""Terms of audiences, and what a viewer may see."""

from __future__ import annotations

import pytest

from search.readers import Audience, Index, Viewer, inner_term, is_inner_term, readers_of

ALUMNA_OF_SEVEN = Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI, "cycle:7"}))


@pytest.mark.parametrize(
    ("viewer", "index"),
    [(Viewer(), Index.PUBLIC), (ALUMNA_OF_SEVEN, Index.INNER), (Viewer.editor(), Index.INNER)],
)
def test_the_level_of_the_viewer_chooses_the_index(viewer: Viewer, index: Index) -> None:
    assert (viewer.index, viewer.is_public) == (index, index is Index.PUBLIC)


def test_a_term_with_a_parameter_is_for_those_who_have_it() -> None:
    assert Audience.of("cycle", 7) == "cycle:7"
    read = {audience: ALUMNA_OF_SEVEN.may_read(audience) for audience in ("", "alumni", "cycle:7", "cycle:8")}
    assert read == {"": True, "alumni": True, "cycle:7": True, "cycle:8": False}
    assert not ALUMNA_OF_SEVEN.may_read(Audience.EDITORS)


def test_editors_read_what_is_there_for_whomever() -> None:
    assert Viewer.editor().is_editor and not ALUMNA_OF_SEVEN.is_editor
    assert all(Viewer.editor().may_read(audience) for audience in ("public", "cycle:7", "cycle:8", "editors"))
    assert readers_of("cycle:7") == ("cycle:7", Audience.EDITORS)
    assert readers_of(Audience.EDITORS) == (Audience.EDITORS,)


def test_terms_of_inner_passages_are_told_apart() -> None:
    assert is_inner_term(inner_term("cycle:7", "haushalt"))
    assert not is_inner_term("haushalt")
