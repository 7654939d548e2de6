"""A text that names nothing but values of records leads to their list."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from knowledge.enums import PeriodBand
from knowledge.listing import signposts
from knowledge.listing.wide import list_asked_for

pytestmark = pytest.mark.django_db

ASKED = {
    "welche Fälle wurden abgebrochen": {"typ": ["fall"], "ausgang": ["aufgegeben"]},
    "gescheiterte und umgesetzte Fälle": {"typ": ["fall"], "ausgang": ["gescheitert", "umgesetzt"]},
    "Fälle aus 2023": {"typ": ["fall"], "zeitraum": ["2022-2025", "seit-2022"]},
    "was ist 2019 gescheitert": {"typ": ["fall"], "ausgang": ["gescheitert"], "zeitraum": ["2018-2021"]},
    "Fälle aus dem Landkreis": {"typ": ["fall"], "groesse": ["landkreis"]},
    "Fälle 4000 Einwohner": {"typ": ["fall"], "groesse": ["landgemeinde"]},
    "Fälle 1500 Einwohner": {"typ": ["fall"], "groesse": ["landgemeinde-klein"]},
    "Kleinstadt": {"typ": ["fall"], "groesse": ["kleinstadt-klein", "kleinstadt"]},
    "strittige Lehren": {"typ": ["lehre"], "stand": ["strittig"]},
}


@pytest.mark.parametrize("text", ASKED)
def test_values_alone_lead_to_their_list(text: str) -> None:
    post = list_asked_for(text)
    assert post is not None
    address = urlsplit(post.url)
    found = {name: sorted(values) for name, values in parse_qs(address.query).items()}
    assert (address.path, found) == (
        "/suche/",
        {name: sorted(values) for name, values in ASKED[text].items()},
    )
    assert [one.url for one in signposts(text)][:1] == [post.url]
    assert post.title.startswith(("Fälle: ", "Lehren: "))


@pytest.mark.parametrize(
    "text",
    ["", "und", "Fälle", "2023", "Fälle aus 1999", "nicht umgesetzte Fälle", "gescheiterte Methoden",
     "gescheiterter Bauhof", "strittige Fälle", '"gescheiterte Fälle"', "Fälle -gescheitert",
     "umgesetzte Fälle 20 Personen", "Staffel 2023", "gescheiterte Fälle aus 1999", "Fälle aus 1999 und 2023",
     "Fälle vor 2022", "Fälle seit 2019", "Fälle bis 2021", "Fälle nach 2022", "Fälle ab 2022",
     "Fälle zwischen 2019 und 2023", "keine gescheiterten Fälle", "Fälle in keiner Kleinstadt",
     "Fälle ohne gescheiterte", "ohne gescheiterte Fälle", "Fälle außer gescheiterten",
     "Fälle ausser gescheiterten", "mehr gescheiterte Fälle", "Fälle über 4000 Einwohner"],
)  # fmt: skip
def test_whatever_else_is_said_leads_to_no_list(text: str) -> None:
    assert list_asked_for(text) is None


def test_each_year_of_a_band_is_held_by_it() -> None:
    assert [band for band in PeriodBand if band.holds(2021)] == [PeriodBand.P2018]
    assert [band for band in PeriodBand if band.holds(2030)] == [PeriodBand.SINCE_2022]
    assert not [band for band in PeriodBand if band.holds(2017)]
