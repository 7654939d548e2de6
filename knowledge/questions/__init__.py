"""Questions that the library has no answer to, and who is told what became of them.

The models are imported here; ``views``, ``actions``, ``learning`` and ``forms``, which need all models, are
named as modules.
"""

from knowledge.questions.models import OpenQuestion, OpenQuestionQuerySet, QuestionSubscription

__all__ = [
    "OpenQuestion",
    "OpenQuestionQuerySet",
    "QuestionSubscription",
    "actions",
    "forms",
    "learning",
    "views",
]
