"""The editors' glossary: words that mean the same in this library."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.language import Word, analyse, fold
from search.language.thesaurus import ABBREVIATION, BLOCKED, SYNONYM
from search.models.constraints import OneOf
from search.models.versions import Versioned


class GlossaryEntryQuerySet(models.QuerySet["GlossaryEntry"]):
    """Entries of the glossary."""

    def active(self) -> GlossaryEntryQuerySet:
        """Those that the search uses."""
        return self.filter(is_active=True).order_by("pk")

    def decide(self, short: str, long: str, kind: str) -> GlossaryEntry | None:
        """Adopt (``ABBREVIATION``) or refuse (``BLOCKED``) a pair that records explain; ``None`` where an
        entry of the term says something else.

        Raises ``ValidationError`` for a pair that no editor could have entered by hand.
        """
        entry = next(
            (one for one in self.all() if _folded(one.term) == _folded(short)), None
        ) or GlossaryEntry(term=short, kind=kind)
        if entry.kind == BLOCKED and kind != BLOCKED:  # what it stands for outweighs what it does not
            entry.kind, entry.equivalents = kind, ""
        if entry.kind != kind:
            return None
        lines = entry.as_relation()[1]
        if _folded(long) not in map(_folded, lines):
            entry.equivalents = "\n".join((*lines, long))
        entry.is_active = True
        entry.full_clean()
        entry.save()
        return entry


def _folded(text: str) -> str:
    """One spelling for "Bürgerhaus", "BUERGERHAUS" and "Bürgerhaus "."""
    return " ".join(fold(text).split())


class GlossaryEntry(Versioned):
    """A word and what the search understands by it; effective without a restart."""

    MOST_LINES = 20

    class Kind(models.TextChoices):
        """How readers are told about a match."""

        SYNONYM = SYNONYM, _("Synonym")
        ABBREVIATION = ABBREVIATION, _("Abkürzung")
        BLOCKED = BLOCKED, _("steht nicht dafür")

    term = models.CharField(
        _("Begriff"),
        max_length=100,
        unique=True,
        help_text=_("So tippen es die Leute, zum Beispiel „klamm“ oder „HSK“."),
    )
    equivalents = models.TextField(
        _("Steht auch für"), help_text=_("Ein Ausdruck je Zeile, zum Beispiel „Haushaltssicherungskonzept“.")
    )
    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.SYNONYM)
    is_active = models.BooleanField(_("Aktiv"), default=True)

    objects = GlossaryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Glossareintrag der Suche")
        verbose_name_plural = _("Glossar der Suche")
        ordering = ["term"]
        constraints = [OneOf("kind")]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        """Sentences an editor can act on: no empty or repeated line, nothing that stands in another entry,
        nothing the search cannot read.
        """
        errors: dict[str, Any] = {}
        words = " ".join(self.term.split())
        if not analyse(words):
            errors["term"] = _("Darin steht kein Wort, das die Suche lesen könnte.")
        elif twin := self._twin(words):
            errors["term"] = _("„%(term)s“ steht schon im Glossar. Bitte ergänzen Sie dort.") % {
                "term": twin.term
            }
        lines = self.as_relation()[1]
        folded = [_folded(line) for line in lines]
        if not lines:
            errors["equivalents"] = _("Bitte schreiben Sie mindestens einen Ausdruck, je Zeile einen.")
        elif _folded(words) in folded:
            errors["equivalents"] = _(
                "Der Begriff selbst braucht hier nicht zu stehen; die Suche kennt ihn und seine Formen."
            )
        elif double := next(
            (line for index, line in enumerate(lines) if folded[index] in folded[:index]), ""
        ):
            errors["equivalents"] = _("„%(line)s“ steht zweimal da.") % {"line": double}
        elif empty := next((line for line in lines if not analyse(line)), ""):
            errors["equivalents"] = _("„%(line)s“ enthält kein Wort, das die Suche lesen könnte.") % {
                "line": empty
            }
        elif len(lines) > self.MOST_LINES:
            errors["equivalents"] = _("Höchstens %(most)d Ausdrücke; mehr machen die Suche unscharf.") % {
                "most": self.MOST_LINES
            }
        if errors:
            raise ValidationError(errors)
        self.term = words

    def _twin(self, words: str) -> GlossaryEntry | None:
        """Another entry for the same word, however it is spelt."""
        others = GlossaryEntry.objects.exclude(pk=self.pk)
        return next((other for other in others if _folded(other.term) == _folded(words)), None)

    def as_relation(self) -> tuple[str, tuple[str, ...], str]:
        """Term, equivalents and kind, as the thesaurus takes them."""
        lines = (line.strip() for line in self.equivalents.splitlines())
        return self.term, tuple(line for line in lines if line), self.kind

    def understood(self) -> list[tuple[str, list[Word]]]:
        """Term and equivalents, each with its words as the search reads them."""
        term, lines, _kind = self.as_relation()
        return [(line, [word for word in analyse(line) if not word.forms.stop]) for line in (term, *lines)]
