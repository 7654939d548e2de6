"""Who may read what, as the search knows it: terms of audiences, what a viewer may see, and the two indexes.

The public index holds public text alone, so nothing of an inner text is in its counts, statistics, words or
scores. The inner one holds everything that some reader may read, and is asked for whoever may read more than
the public. What only some readers of a record may read is a passage with an audience of its own: its terms
stand in the fields of the record behind the term of that audience, and a query asks for those of its viewer.
"""

from search.readers.audiences import (
    ACCESS_FACET,
    Audience,
    Index,
    Viewer,
    inner_term,
    is_inner_term,
    readers_of,
)

__all__ = ["ACCESS_FACET", "Audience", "Index", "Viewer", "inner_term", "is_inner_term", "readers_of"]
