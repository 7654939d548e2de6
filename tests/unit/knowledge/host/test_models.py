"""What the host may enter, and the sentence where it may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from knowledge.host import Colours, HostSettings, ratio
from knowledge.models import LibraryImage

pytestmark = pytest.mark.django_db


def errors(**values: Any) -> dict[str, list[str]]:
    try:
        HostSettings(**values).full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_weak_colour_is_refused_with_one_that_would_do() -> None:
    found = errors(colour_brand="#88bbff", colour_action="#00664f", colour_accent="#ffee00")
    assert found.keys() == {"colour_brand", "colour_accent"}
    (sentence,) = found["colour_brand"]
    assert "#88bbff ist zu schwach: Kontrast 1," in sentence and "gebraucht wird 4,5:1" in sentence
    better = sentence.split()[-3]
    assert ratio(better, "#ffffff") >= 4.5 and errors(colour_brand=better) == {}
    assert "gebraucht wird 3,0:1" in found["colour_accent"][0]


@pytest.mark.parametrize("value", ["blau", "#12345", "#12345g", "1a2b3c"])
def test_what_is_no_colour_is_refused(value: str) -> None:
    assert "Form #1a2b3c" in errors(colour_brand=value)["colour_brand"][0]


def test_a_house_names_itself_and_how_it_is_reached_but_no_person() -> None:
    assert not errors(
        name="Stadt Rosenheim",
        contact_email="stadtbibliothek@rosenheim.example",
        contact_phone="08031 36501",
        imprint_url="https://www.rosenheim.example/impressum",
    )
    assert "contact_role" in errors(contact_role="Frau Dr. Anneliese Huber")
    assert "contact_phone" in errors(contact_phone="Frau Anneliese Huber, 08031 36501")


def test_colours_are_kept_in_small_letters_and_the_rest_is_the_librarys() -> None:
    entered = HostSettings.objects.create(colour_brand="#00664F")
    assert entered.colour_brand == "#00664f"
    key = entered.look().stylesheet
    found = Colours.of_key(key)
    assert found is not None and found.brand == "#00664f" and key.startswith("00664f-2044aa-b8860b-")
    assert HostSettings().look().stylesheet == ""


def test_a_logo_whose_file_is_gone_takes_no_page_down() -> None:
    (image,) = LibraryImage.objects.bulk_create(
        [LibraryImage(title="Logo", file="original_images/fehlt.png", width=10, height=10)]
    )
    assert HostSettings.objects.create(logo=image).look().logo is None
