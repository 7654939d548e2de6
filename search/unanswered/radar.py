"""What many look for in vain: unanswered queries grouped by the word families they share.

Pure, over the rows of the log. Nothing is shown that fewer than :data:`K` rows share: neither a group nor a
single word of it, so that no query can be read back, not even a rare word inside a frequent one. A row is one
wording on one day, however often it was sent: the log knows nobody, so repeating a query must not make one
reader look like three.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from search.language import analyse, fold
from search.models import FollowedQuery, UnansweredQuery

__all__ = ["Asked", "Cluster", "K", "clusters", "leading_clusters", "unanswered_clusters"]

K = 3
MOST_WORDS = 6
MOST_CLUSTERS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One wording on one day."""

    text: str
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group of unanswered queries: words that at least :data:`K` of them share, their number, first and
    last month.
    """

    words: tuple[str, ...]
    size: int
    first: datetime.date
    last: datetime.date

    @property
    def label(self) -> str:
        """The words in one line."""
        return ", ".join(self.words)


def clusters(rows: Iterable[Asked], k: int = K) -> list[Cluster]:
    """Groups of at least ``k`` rows, largest first. Each row is counted in one group, the largest that it
    fits into.
    """
    distinct = {(fold(row.text), row.day): row for row in rows}
    spelt = [(row, _families(row.text)) for row in distinct.values()]
    made: list[Cluster] = []
    while spelt and len(made) < MOST_CLUSTERS:
        members: defaultdict[str, list[int]] = defaultdict(list)
        for index, (_row, families) in enumerate(spelt):
            for family in families:
                members[family].append(index)
        best = max(members, key=lambda family: (len(members[family]), family), default="")
        if len(members[best]) < k:
            break
        chosen = set(members[best])
        made.append(_cluster([spelt[index] for index in members[best]], k))
        spelt = [entry for index, entry in enumerate(spelt) if index not in chosen]
    return sorted(made, key=lambda cluster: (-cluster.size, cluster.label))


def _families(text: str) -> dict[str, str]:
    """Root and parts of every content word, with the word as typed."""
    found: dict[str, str] = {}
    for word in analyse(text):
        if not word.forms.stop:
            for family in word.forms.derivations:
                found.setdefault(family, word.surface.lower())
    return found


def _cluster(group: list[tuple[Asked, dict[str, str]]], k: int) -> Cluster:
    """Words of a group in order of frequency; one word is in as many rows as spell it so or share its
    family.
    """
    rows_of: Counter[str] = Counter()
    surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _row, families in group:
        for family, surface in families.items():
            rows_of[family] += 1
            surfaces[family][surface] += 1
    words: list[str] = []
    for family in sorted(rows_of, key=lambda name: (-rows_of[name], name)):
        if rows_of[family] >= k:
            # A compound that few typed stands for its family only by the part they share.
            surface, times = min(surfaces[family].items(), key=lambda item: (-item[1], len(item[0]), item[0]))
            words.append(surface if times >= k else family)
    months = [row.day.replace(day=1) for row, _families in group]
    return Cluster(tuple(dict.fromkeys(words))[:MOST_WORDS], len(group), min(months), max(months))


def leading_clusters(key: str, k: int = K) -> list[Cluster]:
    """Groups of the searches that led to a record."""
    rows = FollowedQuery.objects.filter(key=key).values_list("text", "day")
    return clusters((Asked(text, day) for text, day in rows.iterator()), k)


def unanswered_clusters(k: int = K) -> list[Cluster]:
    """Groups of the log as it is now."""
    return clusters(
        (Asked(text, day) for text, day in UnansweredQuery.objects.values_list("text", "day").iterator()), k
    )
