"""The guard of public texts: what readers see of a record names nobody, and files are judged before they are
kept; what must stay a secret is sealed.

Needs Wagtail's models, so it is imported when they are known.
"""

from knowledge.guard import marks, rules, uploads
from knowledge.guard.beside import ask_as_well
from knowledge.guard.marks import finding_mark
from knowledge.guard.open_forms import NOBODY_LOOKS, is_nameless, objection, objection_to_query
from knowledge.guard.public_texts import (
    field_label,
    free_columns,
    harm_name,
    is_free,
    kind_name,
    kind_way,
    plain_stream,
    strings_in,
    texts_of,
    without_blank_paragraphs,
)
from knowledge.guard.rules import GuardUnavailable, OpenFinding, PublicTextRefused, is_asked
from knowledge.guard.sealing import SealError, key_number, open_sealed, reseal, seal
from knowledge.guard.uploads import CleanFile, findings_in, has_come_in, is_new, read_all

__all__ = [
    "NOBODY_LOOKS",
    "CleanFile",
    "GuardUnavailable",
    "OpenFinding",
    "PublicTextRefused",
    "SealError",
    "ask_as_well",
    "field_label",
    "finding_mark",
    "findings_in",
    "free_columns",
    "harm_name",
    "has_come_in",
    "is_asked",
    "is_free",
    "is_nameless",
    "is_new",
    "key_number",
    "kind_name",
    "kind_way",
    "marks",
    "objection",
    "objection_to_query",
    "open_sealed",
    "plain_stream",
    "read_all",
    "reseal",
    "rules",
    "seal",
    "strings_in",
    "texts_of",
    "uploads",
    "without_blank_paragraphs",
]
