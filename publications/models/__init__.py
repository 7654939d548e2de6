"""Models of the publications."""

from publications.models.publication import PublicationChallengeArea, PublicationIndexPage, PublicationPage

__all__ = ["PublicationChallengeArea", "PublicationIndexPage", "PublicationPage"]
