"""What the library covers, in public counts: one page, whose address the project includes by name."""

__all__ = [
    "counts",
    "urls",
]
