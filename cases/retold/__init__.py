"""What is told of a case elsewhere: its facts join those of the case."""

from cases.retold.objections import connect, objections_to_retelling

__all__ = ["connect", "objections_to_retelling"]
