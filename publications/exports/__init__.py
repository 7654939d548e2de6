"""What others take away by a program or into their own files: OAI-PMH, tables, citations. Made of
descriptions of what everybody may read, whoever asks.
"""

from publications.exports.citations import as_bibtex, as_ris
from publications.exports.oai import answer
from publications.exports.tables import table_of_hits, table_of_series

__all__ = ["answer", "as_bibtex", "as_ris", "table_of_hits", "table_of_series"]
