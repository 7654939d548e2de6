"""A case that takes no questions shows no way to ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context

from cases.contact import note_contact
from cases.models import CasePage
from cases.templatetags.contact import contact_box
from search.contract import Audience

pytestmark = pytest.mark.django_db


def test_the_way_is_there_until_it_is_refused(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> dict[str, Any]:
        return contact_box(Context({"page": draft}))

    monkeypatch.setattr(CasePage, "audience", Audience.ALUMNI)
    assert shown() == {}
    monkeypatch.setattr(CasePage, "audience", Audience.PUBLIC)
    assert shown() == {"key": f"case:{draft.translation_key.hex}"}
    note_contact(case=draft, email="", takes_questions=False)
    assert shown() == {}
