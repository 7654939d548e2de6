"""JSON and linked data of a description."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from knowledge.listing import Description, Fact, RelatedRecord, Statement, as_json, as_linked_data
from search.contract import Passage

pytestmark = pytest.mark.django_db  # the host's name is an entry of the administration

DESCRIBED = Description(
    key="case:1",
    kind="case",
    kind_label="Fall",
    title="Das Bad <bleibt>",
    url="/faelle/fall-1/",
    summary="Ein Bad.",
    areas=("Finanzen",),
    facts=(Fact("outcome", "Ausgang", "Umgesetzt"),),
    released="2026-03-01",
    licence="CC BY 4.0",
    citation="Forum: Das Bad.",
    sections=(Passage("Was tun?", "Frage", "frage"),),
    related=(RelatedRecord("Lehre", "lesson:1", "lesson", "Erst zählen", "/lehren/l1/"),),
)


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://bibliothek.example"


def test_json_has_every_field_with_absolute_addresses() -> None:
    made = as_json(DESCRIBED)
    assert made["url"] == "https://bibliothek.example/faelle/fall-1/"
    assert made["sections"] == [{"anchor": "frage", "heading": "Frage", "text": "Was tun?"}]
    assert made["related"][0]["url"] == "https://bibliothek.example/lehren/l1/"
    assert list(made["facts"]) == [{"name": "outcome", "label": "Ausgang", "value": "Umgesetzt"}]
    assert made.keys() == set(Description.__slots__)


def test_linked_data_name_licence_and_batch() -> None:
    made = as_linked_data(DESCRIBED)
    assert (made["@type"], made["datePublished"]) == ("Article", "2026-03-01")
    assert made["license"] == "https://creativecommons.org/licenses/by/4.0/deed.de"
    assert as_linked_data(replace(DESCRIBED, kind="method"))["@type"] == "HowTo"
    assert "datePublished" not in as_linked_data(replace(DESCRIBED, released=""))
    assert as_linked_data(replace(DESCRIBED, licence="frei"))["license"] == "frei"


def test_a_card_is_a_howto_with_its_steps_and_a_cycle_a_series_of_events() -> None:
    steps = (Statement("step", "Ankommen", "10", "Alle sitzen."), Statement("pitfall", "Eile"))
    card = replace(DESCRIBED, kind="method", statements=steps, facts=(Fact("minutes", "Dauer", "90"),))
    made = as_linked_data(card)
    assert made["step"] == [{"@type": "HowToStep", "name": "Ankommen", "text": "Alle sitzen."}]
    assert made["totalTime"] == "PT90M"
    series = as_linked_data(replace(DESCRIBED, kind="cycle"))
    assert (series["@type"], series["description"]) == ("EventSeries", DESCRIBED.summary)
    assert series["organizer"]["@type"] == "Organization"
    assert not {"license", "datePublished", "abstract"} & series.keys(), "no properties of an event"
