"""Numbers within reason, and a sentence without names."""

from __future__ import annotations

import pytest

from methods.reporting.forms import UsageReportForm
from search.public_forms import fields as open_forms
from search.public_forms import stamp

pytestmark = pytest.mark.django_db


def test_a_sentence_that_names_somebody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    sent = {"personen": "9", "minuten": "50", "getragen": "4", "stempel": stamp("einsatz")}
    assert UsageReportForm(sent).is_valid()
    named = sent | {"geaendert": "Bürgermeister Hubert Wiesinger aus Rosenheim redete zu lang."}
    assert list(UsageReportForm(named).errors) == ["geaendert"]
