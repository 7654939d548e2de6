"""What keeps a case from being read, and the deeds that open and close it. :func:`install` makes its
rules those of the models.
"""

from cases.gate import drafts
from cases.gate.actions import (
    approve,
    carry_reasons,
    pass_gate,
    publish_batch,
    recheck,
    record_review,
    release_demo,
    set_meeting,
    take_down,
)
from cases.gate.batch_job import RELEASE_BATCH, may_release_batch
from cases.gate.batches import (
    batch_date,
    batch_of,
    ready_cases,
    ready_words,
    released_together,
    unmixed,
    waits_for_batch,
)
from cases.gate.clearance import (
    ALL_SECTIONS,
    LEVELS,
    changed_sections,
    decided_exceptions,
    gives_all,
    gives_anything,
    is_cleared,
    judged,
    problems,
)
from cases.gate.completeness import UNFINISHED, unfinished
from cases.gate.consents import (
    LINK_DAYS,
    create_release_link,
    narrow_answers,
    record_release,
    record_spoken_release,
    release_link_for,
    reopen,
    restrict,
    revoke_release_link,
    withdraw,
)
from cases.gate.findings import (
    finding_mark,
    found_words,
    harm_name,
    held_words,
    intake_names,
    kind_name,
    named_texts,
    scan,
)
from cases.gate.follow_ups import follow_up_changed, objections, objections_to_words, public_outcome
from cases.gate.insiders import ANSWERS, NOBODY_KNOWS, insider_questions, shared_by_header
from cases.gate.intruder import (
    LEAST_MINUTES,
    LEAST_QUERIES,
    IntruderRecord,
    Tried,
    intruder_queries,
    intruder_record,
    note_intruder_test,
    record_intruder_test,
    try_query,
)
from cases.gate.letters import letter, remind
from cases.gate.profile_rules import Risk, accepted_facts, facts_of, open_risks, profile_of_case
from cases.gate.review import objection, reasons_given, remember
from cases.gate.scrubbing import PUBLISHED, RETIRED, scrub_case
from cases.gate.terms import Outlook, outlook, waiting_cases
from cases.gate.tick_list import add_fact, forget_fact, untick_fact
from cases.models import CasePage, approved
from cases.models import gate as rules

__all__ = [
    "ALL_SECTIONS",
    "ANSWERS",
    "LEAST_MINUTES",
    "LEAST_QUERIES",
    "LEVELS",
    "LINK_DAYS",
    "NOBODY_KNOWS",
    "PUBLISHED",
    "RELEASE_BATCH",
    "RETIRED",
    "UNFINISHED",
    "IntruderRecord",
    "Outlook",
    "Risk",
    "Tried",
    "accepted_facts",
    "add_fact",
    "approve",
    "batch_date",
    "batch_of",
    "carry_reasons",
    "changed_sections",
    "create_release_link",
    "cycle_requirements",
    "decided_exceptions",
    "facts_of",
    "finding_mark",
    "follow_up_changed",
    "forget_fact",
    "found_words",
    "gives_all",
    "gives_anything",
    "harm_name",
    "held_words",
    "insider_questions",
    "install",
    "intake_names",
    "intruder_queries",
    "intruder_record",
    "is_cleared",
    "judged",
    "kind_name",
    "letter",
    "may_release_batch",
    "named_texts",
    "narrow_answers",
    "note_intruder_test",
    "objection",
    "objections",
    "objections_to_words",
    "open_risks",
    "outlook",
    "pass_gate",
    "problems",
    "profile_of_case",
    "public_outcome",
    "publish_batch",
    "ready_cases",
    "ready_words",
    "reasons_given",
    "recheck",
    "record_intruder_test",
    "record_release",
    "record_review",
    "record_spoken_release",
    "release_demo",
    "release_link_for",
    "released_together",
    "remember",
    "remind",
    "reopen",
    "restrict",
    "revoke_release_link",
    "scan",
    "scrub_case",
    "set_meeting",
    "shared_by_header",
    "take_down",
    "try_query",
    "unfinished",
    "unmixed",
    "untick_fact",
    "waiting_cases",
    "waits_for_batch",
    "withdraw",
]


def install() -> None:
    """The models ask these rules from now on; an approval in a workflow is recorded as a review."""
    rules.install(
        problems=problems,
        is_cleared=is_cleared,
        judge=pass_gate,
        waits=waits_for_batch,
        objections=objections,
        objections_to_words=objections_to_words,
        follow_up_changed=follow_up_changed,
    )
    rules.look_for_names(named_texts)
    drafts.connect()
    approved.connect(_approved, dispatch_uid="cases.gate.approved")


def _approved(sender: object, case: CasePage, user: object, **kwargs: object) -> None:
    approve(case=case, reviewer=user)
