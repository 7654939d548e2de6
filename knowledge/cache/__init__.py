"""Public pages as bytes: rendered once, then handed out before Django is asked, until anything that readers
may see was written (docs/explanation/cache.md).
"""

from knowledge.cache.gateway import ByteCache
from knowledge.cache.generation import change, current, seen, watch
from knowledge.cache.marks import SharedAnswers
from knowledge.cache.models import PageChange
from knowledge.cache.store import Answer, Store

__all__ = [
    "Answer",
    "ByteCache",
    "PageChange",
    "SharedAnswers",
    "Store",
    "change",
    "current",
    "seen",
    "watch",
]
