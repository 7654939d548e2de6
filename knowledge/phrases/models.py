"""The sentences with which people ask for a page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from knowledge.classification import classify
from knowledge.guard import rules
from search.index import outbox

__all__ = ["EntryPhrase", "EntryPhraseQuerySet"]


class EntryPhraseQuerySet(models.QuerySet["EntryPhrase"]):
    """Phrases in the order in which the page shows them."""

    def of(self, page: Page) -> EntryPhraseQuerySet:
        """Those of one page."""
        return self.filter(page=page.pk)

    def texts(self) -> list[str]:
        """The sentences alone."""
        return list(self.values_list("text", flat=True))


class EntryPhrase(models.Model):
    """One sentence or a few words, as somebody would type them who looks for this page and has never read
    it.

    It goes with its page, and with the text of a case that is withdrawn.
    """

    text_guard: ClassVar[str] = "save"

    #: So many of them are advised, and so many are possible: what the library learns comes on top.
    ADVISED: ClassVar[tuple[int, int]] = (3, 8)
    MOST: ClassVar[int] = 12
    MOST_CHARACTERS: ClassVar[int] = 120

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="entry_phrases", verbose_name=_("Eintrag")
    )
    text = models.CharField(_("So wird danach gefragt"), max_length=MOST_CHARACTERS)
    sort_order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    is_learned = models.BooleanField(
        _("Aus einer Suche oder Frage"),
        default=False,
        help_text=_("Ob der Satz aus einer unbeantworteten Suche oder einer gestellten Frage kommt."),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Eingetragen von"),
    )
    added_on = models.DateField(_("Eingetragen am"), default=timezone.localdate, editable=False)

    objects = EntryPhraseQuerySet.as_manager()

    classification: ClassVar[dict[str, Any]] = classify(
        public="text", internal="id page sort_order is_learned added_by added_on"
    )

    class Meta:
        verbose_name = _("So wird danach gefragt")
        verbose_name_plural = _("So wird danach gefragt")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "text"], name="one_phrase_per_page")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse what names somebody, in a shell as well; the search hears of the page.

        Raises :class:`knowledge.guard.rules.PublicTextRefused` or ``GuardUnavailable``.
        """
        rules.refuse(self.page, rules.findings_beside(self.page, "entry_phrases", [self.text]))
        super().save(*args, **kwargs)
        outbox.enqueue(self.page.specific)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """The search hears of the page."""
        page = self.page
        deleted = super().delete(*args, **kwargs)
        outbox.enqueue(page.specific)
        return deleted
