"""Another topic, the same pattern: concern and people, those who are against first."""

from __future__ import annotations

import pytest

from cases.models import CaseActor, neighbours
from search.contract import Viewer
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db


def test_concern_and_people_have_to_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    from cases.models import CasePage

    fits, other = CasePageFactory(concern_type="konflikt"), CasePageFactory(concern_type="ordnen")
    for case in (fits, other):
        case.actors = [CaseActor(role="Gemeinderat", interest="Ruhe", stance="-")]
        case.save()
    monkeypatch.setattr(type(CasePage.objects.all()), "readable_by", lambda self, viewer: self)
    (found,) = neighbours("Der Gemeinderat und ich haben Streit wegen der Schule", Viewer())
    assert found.title == fits.title
    assert "Gemeinderat (dagegen)" in found.reason and "Konflikt" in found.reason
    assert neighbours("Streit um den Friedhof", Viewer()) == ()
    assert neighbours("Der Gemeinderat tagt", Viewer()) == ()
