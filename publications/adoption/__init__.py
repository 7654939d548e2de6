"""What other municipalities made of a record: a public form, and what is told from three reports on."""

from publications.adoption.counts import AdoptionCounts, counts_of

__all__ = ["AdoptionCounts", "counts_of"]
