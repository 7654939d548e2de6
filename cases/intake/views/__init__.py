"""The confidential room in the administration, one module per deed: list, entry, review, handover."""

from cases.intake.views.entry import raw_edit, raw_new, raw_upload
from cases.intake.views.handover import raw_beside, raw_take_over
from cases.intake.views.protocol import raw_protocol
from cases.intake.views.records import raw_delete, raw_index, raw_log, raw_words
from cases.intake.views.review import raw_review, raw_undo

__all__ = [
    "raw_beside",
    "raw_delete",
    "raw_edit",
    "raw_index",
    "raw_log",
    "raw_new",
    "raw_protocol",
    "raw_review",
    "raw_take_over",
    "raw_undo",
    "raw_upload",
    "raw_words",
]
