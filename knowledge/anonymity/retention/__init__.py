"""What stays of the work on a record and what goes: the audit trail, the scrub, the search for residue.

Needs Wagtail's models, so it is imported when they are known.
"""

from knowledge.anonymity.retention import scrub, trail
from knowledge.anonymity.retention.residue import Residue, search_residue
from knowledge.anonymity.retention.trail import Subject, subject_of

__all__ = ["Residue", "Subject", "scrub", "search_residue", "subject_of", "trail"]
