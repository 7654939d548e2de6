"""What people look for in vain: the log and its radar."""

from search.unanswered.log import forget_old, note
from search.unanswered.radar import Cluster, K, unanswered_clusters

__all__ = [
    "Cluster",
    "K",
    "forget_old",
    "note",
    "unanswered_clusters",
]
