"""The attacks gathered: for each point of the second round the guard and the test that stands for it. The
drill takes every guard out and asks that the test fails without it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.attack.without_guard import ITSELF, resolved

ROOT = Path(__file__).parents[2]


class Guard(NamedTuple):
    """What is tried, the guard, what it answers when it is out, and the test that must fail then."""

    attack: str
    guard: str
    instead: str
    test: str


GATE, CLEARANCE, UNIT = "cases.gate", "cases.gate.clearance", "tests/unit/cases/gate"
CONTRACT = "tests/contract/test_engine_contract.py"
GUARDS = (
    Guard("exact details pass as unsure", "knowledge.anonymity.detector.rules.rule:PatternRule.harm_of",
          "'hint'", "tests/attack/test_identifying_details.py::test_harm_is_apart_from_certainty"),
    Guard("facts to city", "cases.gate.profile_rules:fact_problems", "[]",
          "tests/attack/test_facts_to_city.py::test_a_tram_and_a_university_hold_a_case_up_whatever_anybody_accepts"),
    Guard("facts told in a lesson", "knowledge.guard.rules:found_beside", "[]",
          "tests/attack/test_facts_told_elsewhere.py::"
          "test_a_lesson_with_the_missing_facts_is_refused_and_names_the_case"),
    Guard("facts told elsewhere before the case comes out", "cases.sections:retold_facts", "[]",
          "tests/attack/test_facts_told_elsewhere.py::"
          "test_a_case_is_judged_with_what_is_told_of_it_elsewhere[chapter]"),
    Guard("the author unticks a fact", "cases.gate.tick_list:objection", "''",
          f"{UNIT}/test_tick_list.py::test_whoever_wrote_the_text_cannot_widen_its_circle"),
    Guard("lesson with a name", "knowledge.guard.rules:open_findings", "[]",
          "tests/attack/test_public_texts.py::test_no_public_word_of_any_model_passes_with_a_name"),
    Guard("text of a withdrawn record", "cases.gate.consents:origin_narrowed.send", "[]",
          "tests/attack/test_public_texts.py::test_a_withdrawn_case_takes_what_retells_it_to_review"),
    Guard("self-review by each role", "cases.gate.actions:objection", "''",
          "tests/integration/test_gate.py::test_author_may_not_review"),
    Guard("spoken release alone", "cases.gate.consents:objection", "''",
          "tests/integration/test_four_eyes.py::test_refusal_is_told_on_the_page_and_nothing_is_stored"),
    Guard("nobody knows who took part", f"{CLEARANCE}:unknown_problems", "[]",
          "tests/integration/test_profile_counts.py::test_an_unknown_number_keeps_from_publishing_and_takes_nothing_off"),
    Guard("band to cycle, by years", f"{CLEARANCE}:period_problems", "[]",
          "tests/attack/test_band_to_cycle.py::test_years_with_one_cycle_are_refused_while_wider_ones_have_two"),
    Guard("band to cycle, by participants", "cases.gate.profile_rules:_participant_problems", "[]",
          "tests/attack/test_band_to_cycle.py::test_a_cycle_that_hides_nobody_takes_the_case_off"),
    Guard("band to cycle, by facts of the text", "cases.profile.counts:may_be_told_of", "True",
          "tests/attack/test_band_to_cycle.py::"
          "test_words_that_only_some_of_the_list_can_say_leave_the_others_out[Der Ortschaftsrat tagt.-2]"),
    Guard("band to cycle, by methods", f"{CLEARANCE}:method_problems", "[]",
          "tests/attack/test_band_to_cycle.py::"
          "test_methods_that_only_one_cycle_had_together_are_refused_with_the_one_to_leave_out"),
    Guard("a batch of one meeting", "cases.gate.actions:unmixed", "''",
          "tests/integration/test_batches.py::test_one_meeting_is_no_batch"),
    Guard("a new case among known ones", "cases.gate.batches:unmixed", "''",
          "tests/attack/test_out_before_its_batch.py::test_those_everybody_knows_already_hide_no_new_one"),
    Guard("out before its batch", "cases.gate.batches:waits_for_batch", "[]",
          "tests/attack/test_out_before_its_batch.py::test_no_way_publishes_one_that_is_ready[by_save]"),
    Guard("order of equal answers", "search.engines.ties:_share", "0.0",
          f"{CONTRACT}::test_equal_scores_do_not_stand_in_the_order_of_creation[embedded]"),
    Guard("order of a list by date", "search.engines.embedded.schema:_backwards", "''",
          f"{CONTRACT}::test_equals_stand_in_the_order_of_their_keys_however_they_came_in[embedded-neueste]"),
    Guard("order of records on a page", "knowledge.base.reading:drawn", ITSELF,
          "tests/integration/test_public_order.py::test_records_that_a_page_names_stand_in_no_order_of_creation"),
    Guard("words of inner records in public scores", "search.index.apply:public_part", ITSELF,
          "tests/integration/test_public_order.py::test_inner_record_changes_no_public_answer"),
    Guard("a passage for some in what is for all", "search.ingest.parts:readable_part", ITSELF,
          "tests/unit/search/ingest/test_parts.py::"
          "test_public_part_is_what_would_be_analysed_of_the_public_document"),
    Guard("details that single out", "knowledge.anonymity.detector.detection:find_by_rules", "()",
          "tests/attack/test_identifying_details.py::test_facts_are_touched_covered_and_hold_a_text_back"),
    Guard("special categories", "knowledge.anonymity.detector.detection:find_sensitive", "()",
          "tests/attack/test_identifying_details.py::test_special_categories_are_a_kind_of_their_own_and_hold_a_text_back"),
    Guard("a review that falsifies", "cases.intake.suggestions:role_of_person", "None",
          "tests/attack/test_review_tells_the_truth.py::test_each_person_club_and_office_has_one_cover_name"),
    Guard("draft with an intake name", "cases.gate:named_texts", "[]",
          "tests/attack/test_draft_with_an_intake_name.py::test_a_name_of_the_intake_is_found_however_it_is_written"),
    Guard("a draft outlives its raw case", "cases.intake.actions.ending:_expires", "False",
          "tests/unit/cases/intake/actions/test_ending.py::"
          "test_a_draft_goes_with_its_raw_case_unless_somebody_was_asked[False]"),
    Guard("words of a file nobody read, at the intake", "cases.intake.views.entry:not_taken", "''",
          "tests/unit/cases/intake/views/test_entry.py::test_what_was_left_out_is_said_first_and_never_in_green"),
    Guard("pages of a file nobody read, in public", "knowledge.anonymity.files.pdfs:unread_pages", "''",
          "tests/unit/knowledge/models/test_files.py::test_a_pdf_with_scanned_pages_needs_the_yes_of_a_person"),
    Guard("insiders nobody thought of", "cases.gate.insiders:unanswered", "''",
          f"{UNIT}/test_insiders.py::test_a_question_without_an_answer_is_no_verdict[dritte]"),
    Guard("no search of an intruder", f"{CLEARANCE}:intruder_problems", "[]",
          f"{UNIT}/test_intruder.py::test_without_a_search_that_found_nobody_nothing_is_read"),
    Guard("a form without its stamp", "search.public_forms.fields:refusal", "''",
          "tests/unit/knowledge/web/test_barriers.py::"
          "test_what_is_refused_is_printed_again_and_sends_nothing[fields1]"),
    Guard("a form sent by a machine in no time", "search.public_forms.fields:haste", "''",
          "tests/unit/search/public_forms/test_fields.py::test_haste_is_said_only_where_nothing_else_is_wrong"),
    Guard("a form sent twice", "search.public_forms.fields:admission", "''",
          "tests/unit/search/public_forms/test_fields.py::test_a_form_is_taken_once"),
    Guard("one visitor silences the others", "search.public_forms.limits:Limit.take", "None",
          "tests/unit/search/public_forms/test_limits.py::"
          "test_each_one_is_counted_by_itself_and_nobody_is_named"),
    Guard("deciding without the right", "knowledge.admin.contributions:may_decide", "True",
          "tests/unit/knowledge/admin/test_contributions.py::test_nobody_decides_without_the_permission"),
    Guard("changing what a reader gave", "knowledge.admin.private_snippets:LookAndDelete.user_has_permission",
          "True", "tests/unit/knowledge/admin/test_private_snippets.py::"
          "test_all_permissions_allow_looking_and_deleting_only[add-False]"),
    Guard("a file by its counted address", "knowledge.web.documents:is_readable_by", "True",
          "tests/integration/test_readable.py::test_document_of_a_hidden_page_is_hidden[not live]"),
    Guard("a picture of a private collection", "knowledge.web.media:_may_see", "True",
          "tests/integration/test_media.py::test_a_private_picture_stays_private"),
    Guard("a portrait by its name", "knowledge.web.media:_is_portrait_for", "True",
          "tests/integration/test_media.py::test_portraits_are_for_the_administration"),
    Guard("what somebody saw is in the browser of the next", "knowledge.web.signed_in:stored_by_nobody",
          ITSELF, "tests/unit/knowledge/web/test_signed_in.py::test_every_answer_to_somebody_is_private"),
    Guard("a page for one person in a cache on the way", "search.public_forms.privacy:keep_private", ITSELF,
          "tests/unit/search/public_forms/test_privacy.py::test_private_page_is_private_whatever_it_answers"),
    Guard("an inner record in a dossier", "publications.dossier.records:describe", "''",
          "tests/integration/test_dossier.py::test_an_inner_record_is_missing_whoever_let_it_through"),
)  # fmt: skip


@pytest.mark.parametrize("row", GUARDS, ids=[row.attack for row in GUARDS])
def test_each_attack_names_a_guard_and_a_test_that_exist(row: Guard) -> None:
    resolved(row.guard)
    path, _colons, name = row.test.partition("::")
    assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.drill
@pytest.mark.parametrize("row", GUARDS, ids=[row.attack for row in GUARDS])
def test_the_test_fails_when_its_guard_is_taken_out(row: Guard) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.attack.without_guard",
        "-p",
        "no:randomly",
        "-rfE",
        row.test,
    ]
    guarded = os.environ | {"GUARD": row.guard, "INSTEAD": row.instead}
    done = subprocess.run(command, cwd=ROOT, env=guarded, capture_output=True, text=True, check=False)
    kinds = {line.partition(" ")[0] for line in done.stdout.splitlines()} & {"FAILED", "ERROR"}
    # A set-up that breaks says nothing of the guard.
    assert (done.returncode, kinds) == (1, {"FAILED"}), done.stdout[-2000:]
