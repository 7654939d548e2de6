"""What other municipalities made of a record: a public form, and what is told from three reports on."""

from publications.adoption.counts import AdoptionCounts, counts_of
from publications.adoption.ledger import LedgerRow, ledger

__all__ = ["AdoptionCounts", "LedgerRow", "counts_of", "ledger"]
