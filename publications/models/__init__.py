"""Tables of the publications, and what an editor is told who publishes one without its PDF."""

from publications.models.forms import PDF_MISSING
from publications.models.origins import review_chapters
from publications.models.publication import PublicationChallengeArea, PublicationIndexPage, PublicationPage

__all__ = [
    "PDF_MISSING",
    "PublicationChallengeArea",
    "PublicationIndexPage",
    "PublicationPage",
    "review_chapters",
]
