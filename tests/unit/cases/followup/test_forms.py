"""What a case giver says is looked through before it is stored."""

from __future__ import annotations

import pytest

from cases.followup.forms import FollowUpAnswerForm
from search.public_forms import fields as open_forms
from search.public_forms import stamp

pytestmark = pytest.mark.django_db


def test_names_are_caught_at_their_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    sent = {"stand": "umgesetzt", "text": "Es trägt.", "stempel": stamp("verlauf")}
    good = FollowUpAnswerForm(sent)
    assert good.is_valid(), good.errors
    assert good.answers() == {"status": "umgesetzt", "text": "Es trägt.", "effects": "", "cost_band": ""}
    for field in ("text", "wirkung"):
        bad = FollowUpAnswerForm(
            sent | {field: "Bürgermeister Hubert Wiesinger aus Rosenheim hat es verhindert."}
        )
        assert list(bad.errors) == [field]
