"""What people look for in vain: the log and its radar."""

from search.unanswered.log import forget_old, note
from search.unanswered.radar import Cluster, K, leading_clusters, unanswered_clusters
from search.unanswered.referrer import searched_for

__all__ = [
    "Cluster",
    "K",
    "forget_old",
    "leading_clusters",
    "note",
    "searched_for",
    "unanswered_clusters",
]
