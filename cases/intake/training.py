"""The training case: a raw case with invented names, for learning the review. Part of the demo content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model

from cases.intake.actions import take_in
from cases.intake.review import TEXT_FIELDS
from cases.models import RawCase
from cases.sealed import IntakeNames
from knowledge.content import read_record

__all__ = ["TRAINING_CODE", "load_training_case", "training_record"]

TRAINING_CODE = "R-UEBUNG"
FILE = Path(__file__).parents[1] / "demo" / "raw" / "uebungsfall.yaml"


def training_record() -> tuple[dict[str, Any], IntakeNames]:
    """Text and names as the form would give them."""
    record = read_record(FILE)
    names, _code = record.pop("names"), record.pop("id")
    text = {name: str(value).strip() for name, value in record.items()}
    assert set(TEXT_FIELDS) <= set(text)  # noqa: S101 (a mistake in our own file)
    return text, IntakeNames(names["municipality"], tuple(names["persons"]), tuple(names["organisations"]))


def load_training_case() -> bool:
    """Put the training case into the confidential room, unless it is there; answers whether it is new."""
    if RawCase.objects.filter(code=TRAINING_CODE).exists():
        return False
    text, names = training_record()
    raw = take_in(
        text=text,
        names=names,
        meeting=None,
        user=get_user_model().objects.filter(username="moderation").first(),
    )
    RawCase.objects.filter(pk=raw.pk).update(code=TRAINING_CODE)
    raw.accesses.update(code=TRAINING_CODE)
    return True
