"""What a reader can take back of a search."""

from __future__ import annotations

from search.contract import Chip, SearchRequest
from search.query import Grammar, parse
from search.results import chips


def test_form_and_text_are_named_once_and_each_says_how_to_take_it_back() -> None:
    request = SearchRequest("typ:fall Streit", numbers={"personen": 20}, relaxed=True)
    parsed = parse(request.text, Grammar({"typ": {"fall": "fall"}}))
    made = [(chip.parameter, chip.value, chip.from_text) for chip in chips(request, parsed)]
    assert made == [("personen", "20", False), ("teilweise", "1", False), ("wort", "typ:fall", True)]


def test_what_was_chosen_in_the_form_too_has_one_chip() -> None:
    request = SearchRequest("typ:fall Streit", filters={"typ": ("methode",)})
    parsed = parse(request.text, Grammar({"typ": {"fall": "fall", "methode": "methode"}}))
    made = chips(request, parsed)
    assert [(chip.parameter, chip.value) for chip in made] == [("typ", "methode")]
    assert isinstance(made[0], Chip)
