"""How many municipalities fit what is said: k of a header and of the words below it, linkage of cases,
suppression of small counts, a newer register. Pure, and the register is read at the first question.
"""

from knowledge.anonymity.profile import uniqueness
from knowledge.anonymity.profile.facts import (
    FACTS,
    FactMention,
    FactStep,
    Holders,
    fact_mentions_in,
    holders_of,
    is_fact,
    sentences_telling,
)
from knowledge.anonymity.profile.linkage import least_joint_k
from knowledge.anonymity.profile.municipality_types import TypeMention, mentions_in, narrowest
from knowledge.anonymity.profile.register_import import (
    Difference,
    RegisterError,
    compare,
    judge,
    read_candidate,
    write_register,
)
from knowledge.anonymity.profile.suppression import LEAST, suppress, suppress_table
from knowledge.anonymity.profile.uniqueness import (
    ADMIN_SHARE,
    FINANCE_SHARE,
    SIZE_BANDS,
    THRESHOLD,
    Profile,
    assess,
    band_of,
    fact_steps,
    may_be_told_of,
    parse_profile,
    pool_of,
)

__all__ = [
    "ADMIN_SHARE",
    "FACTS",
    "FINANCE_SHARE",
    "LEAST",
    "SIZE_BANDS",
    "THRESHOLD",
    "Difference",
    "FactMention",
    "FactStep",
    "Holders",
    "Profile",
    "RegisterError",
    "TypeMention",
    "assess",
    "band_of",
    "compare",
    "fact_mentions_in",
    "fact_steps",
    "holders_of",
    "is_fact",
    "judge",
    "least_joint_k",
    "may_be_told_of",
    "mentions_in",
    "narrowest",
    "parse_profile",
    "pool_of",
    "read_candidate",
    "sentences_telling",
    "suppress",
    "suppress_table",
    "uniqueness",
    "write_register",
]
