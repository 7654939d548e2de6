"""The way of a record into the index and out of it.

``outbox`` notes what changed, ``worker`` has it applied behind requests, ``apply`` brings an index in line
with the database, ``verification`` compares both, ``fallback_index`` is the copy on this machine,
``identity`` tells whose index it is. ``signals`` connects all that to Django.
"""

from search.index import apply, fallback_index, outbox, signals, verification, worker

__all__ = ["apply", "fallback_index", "outbox", "signals", "verification", "worker"]
