"""German for the search: pure functions, the same for documents and queries.

``analyse(text)`` turns text into words with three layers of terms each (exact, stem, derivation); everything
else here serves it. Nothing in this package knows Django, an engine or the apps.
"""

from search.language.analysis import ANALYSIS_VERSION, Word, analyse, analyse_word, fingerprint
from search.language.forms import composed, fold

__all__ = ["ANALYSIS_VERSION", "Word", "analyse", "analyse_word", "composed", "fingerprint", "fold"]
