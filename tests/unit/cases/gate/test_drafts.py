"""No revision of a case holds a name given at intake, whatever saves it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cases.models import CaseIdea, CasePage, RawCase
from cases.sealed import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(draft: CasePage) -> CasePage:
    """A draft whose raw case names somebody."""
    names = seal({"persons": ["Alois Huber"], "municipality": "Musterhausen"})
    RawCase.objects.create(case=draft, sealed_text=seal({}), sealed_names=names)
    return draft


@pytest.mark.parametrize("field", ["kernel", "initial_situation", "ideas", "title"])
def test_a_save_without_any_form_is_refused(known: CasePage, field: str) -> None:
    said = "Das war ALOIS HUBER."
    values = {"initial_situation": [("paragraph", f"<p>{said}</p>")], "ideas": [CaseIdea(text=said)]}
    setattr(known, field, values.get(field, said))
    with pytest.raises(ValidationError, match="bei der Aufnahme genannt"):
        known.save_revision(clean=False)
    assert not known.revisions.exists()


def test_other_words_and_other_cases_are_saved(known: CasePage) -> None:
    known.kernel = "Das war jemand."
    known.save_revision(clean=False)
    RawCase.objects.update(case=None)
    known.kernel = "Das war Alois Huber."
    known.save_revision(clean=False)
    assert known.revisions.count() == 2
