"""The library's own graded questions keep the figures that were reached; the goals are in
docs/messungen/suche.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from search import service
from search.contract import SearchRequest, Viewer
from search.operations import questions

SETS = Path(__file__).parents[1] / "relevance/data/questions"
#: At least (the last one: at most), a little below what is measured: the sets that the weights were fitted
#: on, one by which variants were chosen, and two whose writers and graders never saw the search.
REACHED: dict[str, dict[str, float]] = {
    "outside": {"success@1": 0.71, "success@3": 0.77, "ndcg@7": 0.57, "precision": 0.53,
                "null recognised": 0.37, "null false": 0.06},
    "fresh": {"success@1": 0.74, "success@3": 0.84, "ndcg@7": 0.60, "precision": 0.41,
              "null recognised": 0.43, "null false": 0.04},
    "independent": {"success@1": 0.58, "success@3": 0.68, "ndcg@7": 0.44, "precision": 0.44,
                    "null recognised": 0.44, "null false": 0.07},
}  # fmt: skip


@pytest.mark.parametrize("name", REACHED)
def test_the_figures_do_not_fall(library: Any, name: str) -> None:
    asked = [
        answer
        for path in sorted(SETS.glob(f"{name}*.jsonl"))
        for answer in questions.ask(service.of_installation(), questions.QuestionSet.read(path))
    ]
    found = questions.figures(asked)
    at_most = "null false"
    short = {
        figure: (found[figure], wanted)
        for figure, wanted in REACHED[name].items()
        if ((found[figure] or 0.0) > wanted if figure == at_most else (found[figure] or 0.0) < wanted)
    }
    assert not short


@pytest.mark.parametrize(
    "query", ["Wolf", "Neuer Personalausweis", "bester Grafikchip", "Letzter Wunsch eines Astronauten"]
)
def test_general_words_carry_no_hit(library: Any, query: str) -> None:
    """What such a question is about stands in no record; "neu", "letzter" and "bester" do."""
    assert service.run(SearchRequest(text=query), Viewer(), count_miss=False).no_answer
