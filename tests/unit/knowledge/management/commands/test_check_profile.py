"""Its output is a promise, its errors are sentences."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_prints_k_and_a_proposal():
    result = json.loads(run("check_profile", "--json", '{"state": "BY", "size_band": "stadt-ab-20000"}'))
    assert result == {
        "k": 75,
        "threshold": 20,
        "proposal": {"state": "BY", "size_band": "stadt-ab-20000"},
        "proposal_k": 75,
    }
    result = json.loads(
        run("check_profile", "--json", '{"state": "BW", "population_min": 600000, "population_max": null}')
    )
    assert result["k"] == 1
    assert result["proposal_k"] >= 20


@pytest.mark.parametrize(
    "profile",
    ["", "{", "[]", "5", '{"state": "NRW"}', '{"state": "BY", "size_band": "riesig"}', "[" * 100_000],
)
def test_refuses_bad_profiles_with_a_sentence(profile):
    with pytest.raises(CommandError, match=r"\.$"):
        run("check_profile", "--json", profile)
