"""What the command prints is the side file of the demo."""

from __future__ import annotations

from io import StringIO

import pytest
import yaml
from django.core.management import call_command

from cases.gate import LEAST_MINUTES, Tried, release_demo
from cases.management.commands import search_as_intruder
from cases.models import CasePage


@pytest.mark.django_db
@pytest.mark.usefixtures("in_its_batch")
@pytest.mark.parametrize(("leads", "verdict"), [(False, "niemand"), (True, "vermutung")])
def test_each_case_with_queries_answers_and_verdict(
    draft: CasePage, monkeypatch: pytest.MonkeyPatch, settings: object, leads: bool, verdict: str
) -> None:
    monkeypatch.setattr(
        search_as_intruder, "try_query", lambda case, query: Tried(query, "nichts", "nichts", leads)
    )
    monkeypatch.setattr(search_as_intruder, "intruder_queries", lambda case, text: ["a b", "c d", "e f"])
    draft.external_id = "F99"
    draft.save(clean=False)
    release_demo(case=draft)
    draft.live = True
    draft.save(clean=False)
    out = StringIO()
    call_command("search_as_intruder", "F99", stdout=out)
    found = yaml.safe_load(out.getvalue())["cases"]["F99"]
    assert found["minutes"] >= LEAST_MINUTES
    assert (found["verdict"], [row["query"] for row in found["queries"]]) == (verdict, ["a b", "c d", "e f"])
