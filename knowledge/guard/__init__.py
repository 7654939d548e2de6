"""The guard of public texts: what readers see of a record names nobody, and files are judged before they are
kept.

Needs Wagtail's models, so it is imported when they are known.
"""

from knowledge.guard import rules, uploads
from knowledge.guard.public_texts import (
    field_label,
    finding_mark,
    is_free,
    kind_name,
    plain_stream,
    strings_in,
    texts_of,
)
from knowledge.guard.rules import OpenFinding, PublicTextRefused
from knowledge.guard.uploads import CleanFile, findings_in, has_come_in, is_new, read_all

__all__ = [
    "CleanFile",
    "OpenFinding",
    "PublicTextRefused",
    "field_label",
    "finding_mark",
    "findings_in",
    "has_come_in",
    "is_free",
    "is_new",
    "kind_name",
    "plain_stream",
    "read_all",
    "rules",
    "strings_in",
    "texts_of",
    "uploads",
]
