"""The state of the index, for people and for machines."""

from __future__ import annotations

import io
import json
from typing import Any

from django.core.management import call_command

from search.index import apply
from search.operations import gather


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("search_status", *arguments, stdout=out)
    return out.getvalue()


def test_one_line_for_each_figure(source: Any) -> None:
    apply.rebuild()
    lines = printed().splitlines()
    assert [line.split(":")[0] for line in lines] == [str(label) for label, _value in gather().lines()]


def test_the_same_figures_as_one_object(source: Any) -> None:
    apply.rebuild()
    assert json.loads(printed("--json")).keys() == gather().as_dict().keys()
