"""The editors' side of a case: what is missing, release, review, workflow."""

from cases.admin.batches import name_buttons, release_batch, say_ready
from cases.admin.missing import case_missing
from cases.admin.searching import case_search
from cases.admin.views import REVIEW_PERMISSION, case_release, profile_counts, refuse_with_message
from cases.admin.workflows import ensure_case_workflow

__all__ = [
    "REVIEW_PERMISSION",
    "case_missing",
    "case_release",
    "case_search",
    "ensure_case_workflow",
    "name_buttons",
    "profile_counts",
    "refuse_with_message",
    "release_batch",
    "say_ready",
]
