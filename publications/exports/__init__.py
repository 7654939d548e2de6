"""What others take away by a program or into their own files: OAI-PMH, tables, citations. Made of
descriptions of what everybody may read, whoever asks.
"""

from publications.exports.citations import as_bibtex, as_ris
from publications.exports.oai import answer
from publications.exports.tables import as_csv, as_excel, rows_of

__all__ = ["answer", "as_bibtex", "as_csv", "as_excel", "as_ris", "rows_of"]
