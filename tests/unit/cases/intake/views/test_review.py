"""Decisions as the page sends them, by plain form and by its script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from cases.intake.review import review_of
from cases.intake.views import review as review_views
from cases.intake.views.review import raw_review, raw_undo
from cases.models import RawAccess, RawCase


def sent(raw: RawCase, *, only: str = "") -> dict[str, str]:
    """A replacement for every finding, or what the button of one row sends."""
    data = {"nur": only} if only else {}
    for number, row in enumerate(review_of(raw).rows):
        data |= {f"entscheidung-{row.mark}": "ersetzen", f"ersatz-{row.mark}": f"[Name {number}]"}
    return data


def test_opening_the_text_is_noted_and_changes_nothing(ask: Any, raw: RawCase) -> None:
    page = ask(raw_review, raw.pk)
    assert [row["status"] for row in page.context["rows"]] == [""] * len(review_of(raw).rows)
    assert page.context["progress"].startswith("0 von ")
    assert (page.context["step"], page.context["can_undo"]) == ("", False)
    assert raw.accesses.filter(action=RawAccess.Action.OPENED).count() == 1


def test_all_decisions_of_the_form_lead_to_the_end(ask: Any, raw: RawCase) -> None:
    response = ask(raw_review, raw.pk, data=sent(raw))
    assert response.url == reverse("raw_review", args=[raw.pk]) + "#fertig"
    assert review_of(raw).is_complete


def test_one_row_leads_to_the_next(ask: Any, raw: RawCase) -> None:
    first, second = review_of(raw).rows[:2]
    response = ask(raw_review, raw.pk, data=sent(raw, only=first.mark))
    assert response.url.endswith(f"#fund-{second.mark}")
    assert [row.mark for row in review_of(raw).rows if row.decision] == [first.mark]


def test_all_certain_proposals_at_once(ask: Any, raw: RawCase) -> None:
    sure = {row.mark for row in review_of(raw).rows if row.is_sure_proposal}
    assert sure
    ask(raw_review, raw.pk, data={"alle": "sicher"})
    assert {row.mark for row in review_of(raw).rows if row.decision} == sure


def test_the_script_is_told_how_it_stands(ask: Any, raw: RawCase) -> None:
    state = json.loads(ask(raw_review, raw.pk, data=sent(raw), json=True).content)
    assert (state["complete"], state["decided"]) == (True, state["total"])
    assert all(words.startswith("wird ersetzt: [Name ") for words in state["marks"].values())
    assert all(state["seen"].values()) and state["step"]
    assert "[Name 0]" in state["reads"]
    assert "Huber" not in state["reads"]


def test_a_refusal_is_a_sentence(ask: Any, raw: RawCase) -> None:
    mark = review_of(raw).rows[0].mark
    empty = {f"entscheidung-{mark}": "ersetzen", f"ersatz-{mark}": ""}
    (shown,) = ask(raw_review, raw.pk, data=empty).context["problems"]
    assert "stattdessen" in shown["problem"]
    answer = ask(raw_review, raw.pk, data=empty, json=True)
    assert (answer.status_code, list(json.loads(answer.content))) == (400, ["error"])


def test_what_somebody_else_decided_meanwhile_is_shown(ask: Any, decided: RawCase) -> None:
    mark = review_of(decided).rows[0].mark
    other = {f"entscheidung-{mark}": "ersetzen", f"ersatz-{mark}": "[anders]", f"gesehen-{mark}": ""}
    answer = ask(raw_review, decided.pk, data=other, json=True)
    state = json.loads(answer.content)
    assert (answer.status_code, state["complete"]) == (409, True)
    assert "inzwischen" in state["error"]


def test_the_newest_step_is_taken_back_once(ask: Any, decided: RawCase) -> None:
    page = ask(raw_review, decided.pk)
    assert page.context["can_undo"]
    assert "zurückgenommen" in ask(raw_undo, decided.pk, data={"schritt": page.context["step"]}).told
    assert review_of(decided).decided == 0
    assert "nichts zurückzunehmen" in ask(raw_undo, decided.pk, data={}).told


@pytest.mark.parametrize("json_", [True, False])
def test_a_step_that_is_not_the_newest_stays(ask: Any, decided: RawCase, json_: bool) -> None:
    answer = ask(raw_undo, decided.pk, data={"schritt": "anderer"}, json=json_)
    assert answer.status_code == (409 if json_ else 302)
    assert review_of(decided).is_complete
    assert json_ or "anderes weiter entschieden" in answer.told


def test_the_script_is_told_how_many_were_taken_back(ask: Any, decided: RawCase) -> None:
    state = json.loads(ask(raw_undo, decided.pk, data={}, json=True).content)
    assert (state["undone"], state["decided"]) == (state["total"], 0)


def test_findings_are_joined_split_and_added_by_the_form(ask: Any, raw: RawCase) -> None:
    step = {"schritt": ""}
    ask(raw_review, raw.pk, data=step | {"markieren": "1", "stelle": "fehlt ein Plan", "art": "unique"})
    rows = review_of(raw).rows
    new = next(row for row in rows if row.words == "fehlt ein Plan")
    first = next(row for row in rows if row is not new)
    step = {"schritt": review_of(raw).step}
    number = str(rows.index(first) + 1)
    ask(raw_review, raw.pk, data=step | {"verbinden": new.mark, f"mit-{new.mark}": number})
    joined = review_of(raw).row(first.mark)
    assert joined is not None
    assert "fehlt ein Plan" in joined.forms
    assert "eines anderen" in ask(raw_review, raw.pk, data={"verbinden": first.mark}).told
    ask(raw_review, raw.pk, data={"schritt": review_of(raw).step, "trennen": first.mark})
    assert len(review_of(raw).rows) == len(rows)


def test_the_text_is_shown_smoothed_on_request(ask: Any, raw: RawCase) -> None:
    mark = next(row.mark for row in review_of(raw).rows if "Huber" in row.words)
    ask(
        raw_review,
        raw.pk,
        data={"nur": mark, f"entscheidung-{mark}": "ersetzen", f"ersatz-{mark}": "[Kämmerei]"},
    )
    page = ask(raw_review, raw.pk)
    assert "[Kämmerei] zögert" in page.context["guarded"][0][1]
    request = RequestFactory().get("/", {"glaetten": "1"})
    assert review_views.is_smoothed(request)
    shown = dict(review_views._guarded(review_of(raw), smoothed=True))
    assert shown["Titel"].startswith("Die Kämmerei zögert")
