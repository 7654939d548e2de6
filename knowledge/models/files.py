"""Images and documents of the library: nothing is stored as it came.

Cleaning happens where the file enters, in ``clean`` for forms and in ``save`` for everything else (import,
shell, API), so there is no way around it. Permissions stay those of Wagtail's own models, as Wagtail wants
it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from knowledge.anonymity.files import FileRefused, clean_image, clean_pdf, random_name
from knowledge.anonymity.retention import trail
from knowledge.base import GuardedWords, german_slug
from knowledge.classification import classify
from knowledge.guard import CleanFile, findings_in, has_come_in, is_new, read_all
from search.models import OneOf

__all__ = ["LibraryDocument", "LibraryImage", "LibraryRendition", "PdfAccessibility"]

MOST_WORDS = 12
"""So many findings are listed in a refusal."""


def _note_refusal(instance: Any, code: str) -> None:
    """The trail keeps that a file was refused and why; the file has no id yet, and its name is not kept."""
    trail.note_lasting(
        subject=_key(instance), action="datei", reasons=[f"abgelehnt:{code}"], user=instance.uploaded_by_user
    )


def _note_clean(instance: Any) -> None:
    decision = "gelesen" if getattr(instance, "scans_read", False) else "sauber"
    trail.note(
        subject=_key(instance), action="datei", details={"decision": decision}, user=instance.uploaded_by_user
    )


def _key(instance: Any) -> str:
    return f"{instance._meta.model_name}:{instance.pk or 'neu'}"


def _refuse_names(instance: Any, *fields: str) -> None:
    """Raises ``ValidationError`` by field for certain findings in what was typed beside a file."""
    errors = {name: found for name in fields if (found := findings_in(getattr(instance, name)))}
    if errors:
        raise ValidationError(
            {
                name: _("Bitte ohne Namen und Orte: %(words)s.") % {"words": ", ".join(words)}
                for name, words in errors.items()
            }
        )


class LibraryImage(GuardedWords, AbstractImage):
    """An image of nothing but pixels."""

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public=(
            "title file description width height focal_point_x focal_point_y focal_point_width"
            " focal_point_height file_size file_hash"
        ),
        internal="id collection created_at uploaded_by_user tags tagged_items index_entries",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = gettext_lazy("Bild")
        verbose_name_plural = gettext_lazy("Bilder")

    def get_upload_to(self, filename: str) -> str:
        """A random name: the given one often says where the picture was taken."""
        return f"original_images/{random_name(filename.rpartition('.')[2])}"

    def _clean_file(self) -> None:
        try:
            image = clean_image(read_all(self.file))
        except FileRefused as error:
            _note_refusal(self, error.code)
            raise ValidationError({"file": str(error)}) from error
        self.file = CleanFile(image.content, name=random_name(image.suffix))

    def clean(self) -> None:
        """Draw a new file anew and judge what was typed. Raises ``ValidationError`` by field."""
        super().clean()
        if is_new(self.file):
            self._clean_file()
        _refuse_names(self, "title", "description")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file that no form has cleaned is cleaned here. Raises ``ValidationError``."""
        if is_new(self.file):
            self._clean_file()
            self._set_image_file_metadata()
        came_in = has_come_in(self.file)
        super().save(*args, **kwargs)
        if came_in:
            _note_clean(self)


class LibraryRendition(AbstractRendition):
    """An image in another size."""

    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    classification: ClassVar[dict[str, Any]] = classify(
        public="image filter_spec file width height focal_point_key", internal="id"
    )

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = gettext_lazy("Bildfassung")
        verbose_name_plural = gettext_lazy("Bildfassungen")


class PdfAccessibility(models.TextChoices):
    """What a PDF says of itself when it comes in."""

    UA = "ua", gettext_lazy("barrierefrei (PDF/UA)")
    TAGGED = "tagged", gettext_lazy("mit Struktur für Vorlesehilfen, nicht als barrierefrei ausgewiesen")
    UNTAGGED = "untagged", gettext_lazy("nicht barrierefrei: ohne Struktur für Vorlesehilfen")


class LibraryDocument(GuardedWords, AbstractDocument):
    """A PDF of a publication, cleaned, with the names that may stand in it."""

    public_names = models.TextField(
        gettext_lazy("Namen, die öffentlich sind"),
        blank=True,
        help_text=gettext_lazy(
            "Je Zeile ein Name, der im PDF stehen darf, zum Beispiel Herausgeberin oder Verlag. Namen von"
            " Fallkommunen gehören nicht dazu."
        ),
    )

    scans_read = models.BooleanField(
        gettext_lazy("Eingescannte Seiten sind gelesen"),
        default=False,
        help_text=gettext_lazy(
            "Nur bei Seiten, die ein Bild sind: Niemand prüft sie von selbst. Ankreuzen, wenn Sie sie gelesen"
            " haben und dort niemand zu erkennen ist."
        ),
    )

    page_texts = models.JSONField(gettext_lazy("Text der Seiten"), default=list, editable=False)
    """What is read on each page; empty for a PDF that says what the sections of its page say."""

    accessibility = models.CharField(
        gettext_lazy("Barrierefreiheit"),
        max_length=10,
        choices=PdfAccessibility.choices,
        blank=True,
        editable=False,
    )

    downloads = models.PositiveIntegerField(
        gettext_lazy("Abrufe"),
        default=0,
        editable=False,
        help_text=gettext_lazy("Wie oft die Datei geholt wurde; gezählt wird nichts sonst."),
    )

    admin_form_fields = ("title", "file", "public_names", "scans_read", "collection", "tags")

    classification: ClassVar[dict[str, Any]] = classify(
        public="title file file_size file_hash page_texts accessibility",
        internal="id collection created_at uploaded_by_user tags tagged_items public_names scans_read"
        " index_entries downloads",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = gettext_lazy("Dokument")
        verbose_name_plural = gettext_lazy("Dokumente")
        constraints = [OneOf("accessibility", blank=True)]

    @property
    def filename(self) -> str:
        """What the file is called when it is downloaded: its title. The name on disk is random."""
        return f"{german_slug(self.title) or 'dokument'}.pdf"

    def _clean_file(self) -> None:
        try:
            pdf = clean_pdf(read_all(self.file))
        except FileRefused as error:
            _note_refusal(self, error.code)
            raise ValidationError({"file": str(error)}) from error
        allowed = [line.strip() for line in self.public_names.splitlines() if line.strip()]
        words = findings_in(pdf.text, allowed=allowed)
        if words:
            _note_refusal(self, "names")
            shown = ", ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
            message = _(
                "Im PDF stehen Namen, an denen jemand zu erkennen ist (gelesen wird auch, was unter schwarzen"
                " Balken steht): %(words)s. Bitte im Ausgangstext entfernen und das PDF neu erzeugen, oder"
                " unter „Namen, die öffentlich sind“ eintragen."
            )
            raise ValidationError({"file": message % {"words": shown}})
        if pdf.unread and not self.scans_read:
            _note_refusal(self, "scans")
            message = _(
                "Nicht geprüft: %(pages)s, dort steht kein Text, nur ein Bild. Bitte selbst lesen und"
                " „Eingescannte Seiten sind gelesen“ ankreuzen, oder das PDF mit Texterkennung neu erzeugen."
            )
            raise ValidationError({"file": message % {"pages": pdf.unread}})
        self.file = CleanFile(pdf.content, name=random_name("pdf"))
        self.page_texts, self.accessibility = list(pdf.page_texts), pdf.accessibility

    def clean(self) -> None:
        """Clean a new file, judge its text and its title. Raises ``ValidationError`` by field."""
        super().clean()
        if is_new(self.file):
            self._clean_file()
        _refuse_names(self, "title")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file that no form has cleaned is cleaned here. Raises ``ValidationError``."""
        if is_new(self.file):
            self._clean_file()
            self._set_document_file_metadata()
        came_in = has_come_in(self.file)
        super().save(*args, **kwargs)
        if came_in:
            _note_clean(self)
