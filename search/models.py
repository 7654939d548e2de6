"""Tables of the search: outbox, unanswered queries, editors' glossary."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.language import Word, analyse, fold
from search.language.thesaurus import ABBREVIATION, BLOCKED, SYNONYM
from search.subscriptions import MailSubscription, MailSubscriptionQuerySet

__all__ = ["GlossaryEntry", "IndexJob", "IndexReplica", "IndexState", "SavedSearch", "Tally", "UnansweredQuery"]


class IndexJobQuerySet(models.QuerySet["IndexJob"]):
    """Jobs that wait for the drainer."""

    def due(self) -> IndexJobQuerySet:
        """Oldest first."""
        return self.order_by("version")

    def of(self, target: str) -> IndexJobQuerySet:
        """Jobs of the engine of the installation (empty name) or of one replica."""
        return self.filter(target=target)


class IndexJob(models.Model):
    """A record whose place in the index has to be looked at again; written inside the transaction that changed it."""

    class Action(models.TextChoices):
        """``UPSERT`` is decided anew when the job runs: what is not eligible then is removed."""

        UPSERT = "upsert", _("Aufnehmen")
        REMOVE = "remove", _("Entfernen")

    version = models.BigAutoField(primary_key=True)
    key = models.CharField(_("Schlüssel"), max_length=255, db_index=True)
    kind = models.CharField(_("Art"), max_length=40)
    object_id = models.CharField(_("Datensatz"), max_length=64, blank=True)
    action = models.CharField(_("Auftrag"), max_length=10, choices=Action)
    #: Empty for the engine of the installation, else the name of a replica, which has its own row.
    target = models.CharField(_("Ziel"), max_length=40, blank=True, default="", db_index=True)
    created = models.DateTimeField(_("Angelegt"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    error = models.CharField(_("Letzter Fehler"), max_length=300, blank=True)

    objects = IndexJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("Auftrag an den Suchindex")
        verbose_name_plural = _("Aufträge an den Suchindex")

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class IndexReplica(models.Model):
    """A copy of the index on one machine, which answers there while the cluster is away; every change is written down for it too."""

    name = models.CharField(_("Name"), max_length=40, primary_key=True)
    seen = models.DateTimeField(_("Zuletzt gesehen"))

    class Meta:
        verbose_name = _("Kopie des Suchindex")
        verbose_name_plural = _("Kopien des Suchindex")

    def __str__(self) -> str:
        return self.name


class IndexState(models.Model):
    """What the database knows of an index: whose it is, and how often it was changed. Compared with the mark beside the index (``marks.py``)."""

    target = models.CharField(_("Ziel"), max_length=40, primary_key=True)
    identity = models.CharField(_("Kennung"), max_length=32)
    counter = models.PositiveBigIntegerField(_("Änderungen"), default=0)

    class Meta:
        verbose_name = _("Stand des Suchindex")
        verbose_name_plural = _("Stände des Suchindex")

    def __str__(self) -> str:
        return f"{self.target or '-'}: {self.counter}"


class UnansweredQuery(models.Model):
    """A query that the library has no answer to: text in lower case, day and count. No address, no account, no time of day."""

    text = models.CharField(_("Anfrage"), max_length=120)
    day = models.DateField(_("Tag"))
    count = models.PositiveIntegerField(_("Anzahl"), default=1)

    class Meta:
        verbose_name = _("Unbeantwortete Suche")
        verbose_name_plural = _("Unbeantwortete Suchen")
        constraints = [models.UniqueConstraint(fields=["text", "day"], name="search_unanswered_text_day")]
        ordering = ["-day", "-count"]

    def __str__(self) -> str:
        return self.text


class GlossaryEntryQuerySet(models.QuerySet["GlossaryEntry"]):
    """Entries of the glossary."""

    def active(self) -> GlossaryEntryQuerySet:
        """Those that the search uses."""
        return self.filter(is_active=True).order_by("pk")

    def decide(self, short: str, long: str, kind: str) -> GlossaryEntry | None:
        """Adopt (``ABBREVIATION``) or refuse (``BLOCKED``) a pair that records explain; ``None`` where an entry of the term says something else.

        Raises ``ValidationError`` for a pair that no editor could have entered by hand.
        """
        entry = next((one for one in self.all() if _folded(one.term) == _folded(short)), None) or GlossaryEntry(term=short, kind=kind)
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


class GlossaryEntry(models.Model):
    """A word and what the search understands by it; effective without a restart."""

    MOST_LINES = 20

    class Kind(models.TextChoices):
        """How readers are told about a match."""

        SYNONYM = SYNONYM, _("Synonym")
        ABBREVIATION = ABBREVIATION, _("Abkürzung")
        BLOCKED = BLOCKED, _("steht nicht dafür")

    term = models.CharField(_("Begriff"), max_length=100, unique=True, help_text=_("So tippen es die Leute, zum Beispiel „klamm“ oder „HSK“."))
    equivalents = models.TextField(_("Steht auch für"), help_text=_("Ein Ausdruck je Zeile, zum Beispiel „Haushaltssicherungskonzept“."))
    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.SYNONYM)
    is_active = models.BooleanField(_("Aktiv"), default=True)

    objects = GlossaryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Glossareintrag der Suche")
        verbose_name_plural = _("Glossar der Suche")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        """Sentences an editor can act on: no empty or repeated line, nothing that stands in another entry, nothing the search cannot read."""
        errors: dict[str, Any] = {}
        words = " ".join(self.term.split())
        if not analyse(words):
            errors["term"] = _("Darin steht kein Wort, das die Suche lesen könnte.")
        elif twin := self._twin(words):
            errors["term"] = _("„%(term)s“ steht schon im Glossar. Bitte ergänzen Sie dort.") % {"term": twin.term}
        lines = self.as_relation()[1]
        folded = [_folded(line) for line in lines]
        if not lines:
            errors["equivalents"] = _("Bitte schreiben Sie mindestens einen Ausdruck, je Zeile einen.")
        elif _folded(words) in folded:
            errors["equivalents"] = _("Der Begriff selbst braucht hier nicht zu stehen; die Suche kennt ihn und seine Formen.")
        elif double := next((line for index, line in enumerate(lines) if folded[index] in folded[:index]), ""):
            errors["equivalents"] = _("„%(line)s“ steht zweimal da.") % {"line": double}
        elif empty := next((line for line in lines if not analyse(line)), ""):
            errors["equivalents"] = _("„%(line)s“ enthält kein Wort, das die Suche lesen könnte.") % {"line": empty}
        elif len(lines) > self.MOST_LINES:
            errors["equivalents"] = _("Höchstens %(most)d Ausdrücke; mehr machen die Suche unscharf.") % {"most": self.MOST_LINES}
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


class SavedSearch(MailSubscription):
    """A search that somebody wants to hear about. Deleting the row ends it and forgets the address."""

    class Rhythm(models.TextChoices):
        """How often at most a mail is sent; without news there is none."""

        AT_ONCE = "sofort", _("sofort")
        WEEKLY = "woechentlich", _("einmal in der Woche")
        MONTHLY = "monatlich", _("einmal im Monat")

    address = models.TextField(_("Suche"), help_text=_("Die Suche als Teil ihrer Adresse, ohne Seitenzahl."))
    rhythm = models.CharField(_("Rhythmus"), max_length=16, choices=Rhythm, default=Rhythm.WEEKLY)
    last_sent = models.DateTimeField(_("Letzte Mail"), null=True, blank=True, editable=False)
    #: Key of a record -> fingerprint of what the reader already knows of it.
    seen = models.JSONField(_("Schon gemeldet"), default=dict, editable=False)
    #: Keys that are to be sent and not yet confirmed as sent, with the id of their mail.
    pending = models.JSONField(_("In Versand"), default=dict, editable=False)

    objects = MailSubscriptionQuerySet["SavedSearch"].as_manager()

    class Meta:
        verbose_name = _("Gespeicherte Suche")
        verbose_name_plural = _("Gespeicherte Suchen")
        ordering = ["-created"]


class Tally(models.Model):
    """How often something happened (``search/limits.py``): a keyed hash of who and what, a number, an end."""

    key = models.CharField(_("Prüfsumme"), max_length=64, primary_key=True, help_text=_("Von wem und wovon, verschlüsselt; jeden Tag eine andere."))
    count = models.PositiveIntegerField(_("Wie oft"), default=0, help_text=_("Seit die Zeile entstand."))
    expires = models.DateTimeField(_("Gilt bis"), db_index=True, help_text=_("Danach wird die Zeile gelöscht."))

    class Meta:
        verbose_name = _("Zähler einer Begrenzung")
        verbose_name_plural = _("Zähler der Begrenzungen")

    def __str__(self) -> str:
        return f"{self.count} ({self.expires:%H:%M})"
