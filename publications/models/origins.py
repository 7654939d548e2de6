"""Chapters hang on the records they come from."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from knowledge.base import origin_narrowed, register_retellers, to_review
from publications.models.publication import PublicationPage

__all__ = ["review_chapters"]


def review_chapters(sender: Any, page: Any, level: str, **kwargs: Any) -> None:
    """Receiver of ``origin_narrowed``: live publications with a chapter that comes from the page go to
    review, and with them whatever hands them on.
    """
    for publication in PublicationPage.objects.live():
        origins = {pk for passage in publication.retelling() for pk in passage.origins}
        if page.pk in origins and to_review(publication, level):
            origin_narrowed.send(PublicationPage, page=publication, level=level)


def with_chapters(_pk: int) -> QuerySet[PublicationPage]:
    """Every live one: which records its chapters come from stands in their streams."""
    return PublicationPage.objects.live()


register_retellers(with_chapters)
origin_narrowed.connect(review_chapters, dispatch_uid="publications.models.origins")
