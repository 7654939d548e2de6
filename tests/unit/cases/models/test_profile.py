"""The profile in bands."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from cases.models import CasePage
from cases.models.profile import MunicipalityProfile
from knowledge.classification import FieldClass, field_class
from tests.factories import CasePageFactory


def test_every_band_is_a_quasi_identifier() -> None:
    names = [field.name for field in MunicipalityProfile._meta.get_fields()]
    assert names == ["federal_state", "size_band", "finance_band", "workforce_band", "period_band"]
    assert {field_class(CasePage, name) for name in names} == {FieldClass.QUASI}


@pytest.mark.django_db
def test_one_line_says_size_state_and_period() -> None:
    case = CasePage(size_band="kleinstadt", federal_state="SUED", period_band="2022-2025")
    assert case.profile_line == " · ".join(
        [case.get_size_band_display(), case.get_federal_state_display(), case.get_period_band_display()]
    )
    assert "kleinstadt" not in case.profile_line, "words, not keys"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["federal_state", "size_band", "finance_band", "workforce_band", "period_band"]
)
def test_the_database_holds_bands_only(name: str) -> None:
    case = CasePageFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePage.objects.filter(pk=case.pk).update(**{name: "17"})
