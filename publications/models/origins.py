"""Chapters hang on the records they come from."""

from __future__ import annotations

from typing import Any

from knowledge.base import origin_narrowed, to_review
from publications.models.publication import PublicationPage

__all__ = ["review_chapters"]


def review_chapters(sender: Any, page: Any, level: str, **kwargs: Any) -> None:
    """Receiver of ``origin_narrowed``: live publications with a chapter that comes from the page go to
    review, and with them whatever hands them on.
    """
    for publication in PublicationPage.objects.live():
        origins = {
            origin.pk
            for section in publication.section_values()
            for origin in section["derived_from"]
            if origin
        }
        if page.pk in origins and to_review(publication, level):
            origin_narrowed.send(PublicationPage, page=publication, level=level)


origin_narrowed.connect(review_chapters, dispatch_uid="publications.models.origins")
