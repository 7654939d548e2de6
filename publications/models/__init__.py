"""Tables of the publications, and what an editor is told who publishes one without its PDF."""

from publications.models.adoption_report import LEAST_GOOD, STAGES, TRIED, AdoptionReport
from publications.models.dossier_order import DossierOrder
from publications.models.forms import PDF_MISSING
from publications.models.harvested_record import HarvestedRecord
from publications.models.origins import review_chapters
from publications.models.page_feedback import PageFeedback
from publications.models.publication import (
    ABSTRACT,
    PDF_PAGE,
    PublicationChallengeArea,
    PublicationIndexPage,
    PublicationPage,
    Series,
)

__all__ = [
    "ABSTRACT",
    "LEAST_GOOD",
    "PDF_MISSING",
    "PDF_PAGE",
    "STAGES",
    "TRIED",
    "AdoptionReport",
    "DossierOrder",
    "HarvestedRecord",
    "PageFeedback",
    "PublicationChallengeArea",
    "PublicationIndexPage",
    "PublicationPage",
    "Series",
    "review_chapters",
]
