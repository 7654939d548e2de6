"""What the host enters in the administration, under Settings: no code is needed for an own look."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import PreviewableMixin, Site

from knowledge.base import ChoiceListField, GuardedWords
from knowledge.classification import classify
from knowledge.host.colours import LIBRARY_COLOURS, PAPER, Colours, darker_until, ratio, tint
from knowledge.host.look import HostLook, forget_look

__all__ = ["HostSettings"]

_READ, _SEEN = 4.5, 3.0
"""Contrast that WCAG 2.2 asks of text (1.4.3) and of what is only seen (1.4.11)."""

_HEIGHT = "max-480x96"
_HEX = re.compile(r"#[0-9a-f]{6}")


class CoveredLand(models.TextChoices):
    """Länder in which the host may work."""

    BY = "BY", _("Bayern")
    BW = "BW", _("Baden-Württemberg")


def _colour(label: Any, help_text: Any) -> models.CharField:
    return models.CharField(
        label,
        max_length=7,
        blank=True,
        help_text=help_text,
        validators=[
            RegexValidator(
                r"(?i)^#[0-9a-f]{6}$",
                _("Eine Farbe hat die Form #1a2b3c: ein Doppelkreuz und sechs Zeichen (0 bis 9, a bis f)."),
            )
        ],
    )


def _elsewhere(label: Any) -> models.URLField:
    return models.URLField(
        label, blank=True, help_text=_("Nur wenn sie anderswo steht; leer gilt die Seite der Bibliothek.")
    )


@register_setting(icon="site", order=10)
class HostSettings(PreviewableMixin, GuardedWords, BaseGenericSetting):  # type: ignore[misc]
    """Name, logo, colours, texts, legal pages and contact of whoever runs the library; one row."""

    name = models.CharField(
        _("Name"),
        max_length=60,
        blank=True,
        help_text=_("Steht oben auf jeder Seite und unter jeder Mail; leer: „Meine Kommune weiterdenken“."),
    )
    library_name = models.CharField(
        _("Name der Bibliothek"), max_length=40, blank=True, help_text=_("Leer: „Wissensbibliothek“.")
    )
    library_name_en = models.CharField(
        _("Name der Bibliothek auf Englisch"),
        max_length=40,
        blank=True,
        help_text=_("Leer: „Knowledge library“, oder der deutsche Name, wenn einer eingetragen ist."),
    )
    purpose = models.CharField(
        _("Satz in der Fußzeile"),
        max_length=200,
        blank=True,
        help_text=_("Wer die Bibliothek macht und für wen."),
    )
    purpose_en = models.CharField(
        _("Satz in der Fußzeile auf Englisch"),
        max_length=200,
        blank=True,
        help_text=_("Derselbe Satz für die englische Oberfläche; leer bleibt er deutsch."),
    )
    federal_states = ChoiceListField(
        CoveredLand,
        verbose_name=_("Länder"),
        help_text=_("Wo die Kommunen liegen, für die die Bibliothek da ist; steht in der Fußzeile."),
    )
    logo = models.ForeignKey(
        "knowledge.LibraryImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Logo"),
        help_text=_("Ersetzt das Zeichen neben dem Namen; am besten PNG mit durchsichtigem Grund."),
    )
    colour_brand = _colour(
        _("Hausfarbe"), _("Zeichen und Überschriften; auch die getönten Flächen folgen ihr.")
    )
    colour_action = _colour(_("Farbe der Verweise"), _("Verweise und Knöpfe."))
    colour_accent = _colour(_("Akzentfarbe"), _("Linien und Punkte."))
    contact_role = models.CharField(
        _("Wer hilft"),
        max_length=120,
        blank=True,
        help_text=_("Stelle oder Rolle, zum Beispiel „Redaktion der Bibliothek im Hauptamt“."),
    )
    contact_role_en = models.CharField(
        _("Wer hilft, auf Englisch"), max_length=120, blank=True, help_text=_("Leer bleibt es deutsch.")
    )
    contact_email = models.EmailField(
        _("Mailadresse"),
        blank=True,
        help_text=_("Am besten ein Postfach der Stelle. Leer: CONTACT_EMAIL aus den Einstellungen."),
    )
    contact_phone = models.CharField(
        _("Telefon"), max_length=40, blank=True, help_text=_("Zum Beispiel „0123 4567-0“.")
    )
    imprint_url = _elsewhere(_("Adresse des Impressums"))
    privacy_url = _elsewhere(_("Adresse der Datenschutzerklärung"))
    accessibility_url = _elsewhere(_("Adresse der Erklärung zur Barrierefreiheit"))

    names_makers_in = ("name", "library_name", "library_name_en", "purpose", "purpose_en", "contact_role",
                       "contact_role_en")  # fmt: skip
    reached_in = ("contact_email", "contact_phone", "imprint_url", "privacy_url", "accessibility_url")

    classification: ClassVar[dict[str, Any]] = classify(
        public="""
            name library_name library_name_en purpose purpose_en federal_states logo colour_brand
            colour_action colour_accent contact_role contact_role_en contact_email contact_phone imprint_url
            privacy_url accessibility_url
        """,
        internal="id",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("library_name"), FieldPanel("library_name_en")]),
                FieldPanel("purpose"),
                FieldPanel("purpose_en"),
                FieldPanel("federal_states"),
            ],
            heading=_("Name und Texte"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldRowPanel(
                    [
                        FieldPanel(name, widget=TextInput(attrs={"placeholder": default}))
                        for name, default in (
                            ("colour_brand", LIBRARY_COLOURS.brand),
                            ("colour_action", LIBRARY_COLOURS.action),
                            ("colour_accent", LIBRARY_COLOURS.accent),
                        )
                    ]
                ),
            ],
            heading=_("Logo und Farben"),
            help_text=_(
                "Leer gelten die Farben der Bibliothek. Die Fassung für dunkle Bildschirme rechnet die"
                " Bibliothek selbst aus."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("contact_role"), FieldPanel("contact_role_en")]),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Kontakt"),
        ),
        MultiFieldPanel(
            [FieldPanel("imprint_url"), FieldPanel("privacy_url"), FieldPanel("accessibility_url")],
            heading=_("Rechtliche Seiten"),
        ),
    ]

    class Meta:
        verbose_name = _("Aussehen und Angaben")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def colours(self) -> Colours | None:
        """The three colours, with the library's own for what is empty or no colour; ``None`` where none is
        entered.
        """
        own = {
            name: value
            for name in ("brand", "action", "accent")
            if _HEX.fullmatch(value := getattr(self, f"colour_{name}").lower())
        }
        return Colours(**{**_own_colours(), **own}) if own else None

    def clean(self) -> None:
        """Raises ``ValidationError`` by field for a colour that is too weak, with one that would do."""
        super().clean()
        colours = self.colours
        if colours is None:
            return
        errors = {
            f"colour_{name}": _too_weak(value, grounds)
            for name, value, grounds in (
                ("brand", colours.brand, lambda own: (PAPER, tint(own))),
                ("action", colours.action, lambda own: (PAPER, tint(colours.brand))),
                ("accent", colours.accent, None),
            )
            if getattr(self, f"colour_{name}") and _weakest(value, grounds) < _least(grounds)
        }
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a colour is kept as "#1a2b3c", in small letters."""
        for name in ("colour_brand", "colour_action", "colour_accent"):
            setattr(self, name, getattr(self, name).lower())
        super().save(*args, **kwargs)

    def look(self) -> HostLook:
        """What pages and mails need of it."""
        colours = self.colours
        return HostLook(
            own_name=self.name,
            texts={
                name: (getattr(self, name), getattr(self, f"{name}_en"))
                for name in ("library_name", "purpose", "contact_role")
            },
            stylesheet=colours.key if colours is not None else "",
            logo=self._logo_file(),
            own_email=self.contact_email,
            phone=self.contact_phone,
            legal={name: getattr(self, name) for name in ("imprint_url", "privacy_url", "accessibility_url")},
            lands=tuple(self.federal_states),
        )

    def _logo_file(self) -> tuple[str, int, int] | None:
        if self.logo is None:
            return None
        try:
            rendition = self.logo.get_rendition(_HEIGHT)
        except (SourceImageIOError, InvalidFilterSpecError):
            return None  # a page without its logo is better than no page
        return rendition.url, rendition.width, rendition.height

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The home page as it would be: the request carries what has been typed."""
        home = Site.find_for_request(request).root_page.specific
        response: HttpResponse = home.serve(request)
        return response


def _own_colours() -> dict[str, str]:
    return {name: getattr(LIBRARY_COLOURS, name) for name in ("brand", "action", "accent")}


_Grounds = Callable[[str], tuple[str, ...]] | None
"""Where words in a colour stand; ``None`` for what is only seen, on paper."""


def _least(grounds: _Grounds) -> float:
    return _SEEN if grounds is None else _READ


def _weakest(value: str, grounds: _Grounds) -> float:
    return min(ratio(value, ground) for ground in (grounds(value) if grounds else (PAPER,)))


def _too_weak(value: str, grounds: _Grounds) -> str:
    """The sentence at the field: what is too weak, by how much, and the nearest colour that would do."""
    least = _least(grounds)
    better = darker_until(value, least)
    while _weakest(better, grounds) < least:  # on the tinted surface it takes a little more
        better = darker_until(better, ratio(better, PAPER) + 0.1)
    return _(
        "%(colour)s ist zu schwach: Kontrast %(found)s, gebraucht wird %(least)s. %(better)s würde reichen."
    ) % {
        "colour": value,
        "found": f"{number_format(_weakest(value, grounds), 1)}:1",
        "least": f"{number_format(least, 1)}:1",
        "better": better,
    }


for _signal in (post_save, post_delete):
    _signal.connect(forget_look, sender=HostSettings, dispatch_uid=f"host-look-{id(_signal)}")
