"""Whether a page helped: a public form, and the address where its writer reads the answer."""

from publications.feedback.views import feedback_key

__all__ = ["feedback_key"]
