"""The registry of boxes: in their order, and only what is for this reader."""

from __future__ import annotations

import pytest

from knowledge.accounts import account_boxes
from knowledge.accounts.account_boxes import AccountBox, boxes_for, register_box


def test_boxes_come_in_their_order_and_only_to_whom_they_concern(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_boxes, "_makers", {})
    monkeypatch.setattr(account_boxes, "autodiscover_modules", lambda name: None)
    register_box("late", 20, lambda request: AccountBox("Spät"))
    register_box("none", 15, lambda request: None)
    register_box("early", 10, lambda request: AccountBox("Früh"))
    register_box("late", 20, lambda request: AccountBox("Später"))
    assert [box.heading for box in boxes_for(None)] == ["Früh", "Später"]
