"""A raw case as these tests take it in."""

from __future__ import annotations

from cases.intake.actions import ReviewChoice
from cases.intake.review import review_of
from cases.models import RawCase
from cases.sealed.contents import IntakeNames

NAMES = IntakeNames("Musterhausen", ("Alois Huber",), ())
TEXT = {"title": "Herr Huber zögert", "situation": "In Musterhausen fehlt ein Plan."}


def replace_all(raw: RawCase) -> list[ReviewChoice]:
    return [
        ReviewChoice(row.mark, "ersetzen", f"[Name {number}]")
        for number, row in enumerate(review_of(raw).rows)
    ]
