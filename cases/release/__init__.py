"""The case giver's side: the pages behind the link, whose addresses the project includes by name."""

__all__ = ["urls"]
