"""What readers say about a page."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.base import LibraryPage, in_use
from knowledge.classification import classify
from knowledge.contributions import Contribution
from search.models import OneOf

__all__ = ["PageFeedback"]


class PageFeedback(Contribution):
    """Whether a page helped, and perhaps a sentence. The editors read it and nobody else; their answer stands
    at an address that only its writer has.
    """

    class Helped(models.TextChoices):
        """The answer to "Did this help?"."""

        YES = "ja", _("Ja")
        NO = "nein", _("Nein")

    class Place(models.TextChoices):
        """A public page that is no page of the tree. The value stands in the address of its form."""

        SEARCH = "suche", _("Suche")
        COVERAGE = "abdeckung", _("Was die Bibliothek abdeckt")
        ADOPTIONS = "uebernahmen", _("Was andere übernommen haben")
        RATINGS = "so-bewerten-wir", _("So bewerten wir")
        DOSSIER = "dossier", _("Dossier")

    PLACES: ClassVar[dict[str, str]] = {
        Place.SEARCH: "search:results",
        Place.COVERAGE: "coverage",
        Place.ADOPTIONS: "adoptions",
        Place.RATINGS: "ratings",
        Place.DOSSIER: "dossier",
    }
    """The name of the address of each."""

    MOST_CHARACTERS = 400

    about = "page"
    waits_for_batch = False

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=in_use.protect,
        related_name="feedback",
        verbose_name=_("Seite"),
        help_text=_("Wovon die Rede ist."),
    )
    place = models.CharField(
        _("Bereich"),
        max_length=16,
        blank=True,
        choices=Place.choices,
        help_text=_("Eine Seite außerhalb des Seitenbaums; als Seite steht dann die Startseite."),
    )
    helped = models.CharField(
        _("Hat das geholfen?"), max_length=4, choices=Helped.choices, help_text=_("Ja oder Nein.")
    )
    text = models.TextField(
        _("Ein Satz dazu"), blank=True, max_length=MOST_CHARACTERS, help_text=_("Ohne Namen und Orte.")
    )
    reply = models.TextField(
        _("Antwort der Redaktion"),
        blank=True,
        max_length=1000,
        help_text=_("Liest nur, wer die Rückmeldung geschrieben hat, unter der Adresse von damals."),
    )
    key = models.UUIDField(_("Schlüssel"), default=uuid.uuid4, unique=True, editable=False)

    classification: ClassVar[dict[str, Any]] = classify(
        public="helped text", internal="id page place reply key"
    )

    class Meta(Contribution.Meta):
        verbose_name = _("Rückmeldung")
        verbose_name_plural = _("Rückmeldungen")
        constraints = [*Contribution.Meta.constraints, OneOf("helped"), OneOf("place")]

    @classmethod
    def can_be_about(cls, page_type: type[models.Model] | None) -> bool:
        """Records of the library; readers write from their pages."""
        return page_type is not None and issubclass(page_type, LibraryPage)

    def __str__(self) -> str:
        said = str(self.get_helped_display())
        if self.place:
            said = f"{self.get_place_display()}, {said}"
        return f"{said}: {self.text[:60]}" if self.text else said

    @property
    def record(self) -> Any:
        """The page as what it is."""
        return self.page.specific
