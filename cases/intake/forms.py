"""The form of the twelve capture fields, and the upload. Nothing typed here is kept anywhere but sealed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.intake.actions import ReviewChoice
from cases.intake.drafting import MOST_QUESTION, MOST_TITLE
from cases.intake.review import TEXT_FIELDS
from cases.intake.two_texts import Other
from cases.models import RawCase
from cases.sealed import IntakeNames, read_text
from knowledge.anonymity.sandbox import plain_text
from knowledge.enums import (
    AccessLevel,
    CaseKind,
    FederalState,
    FinanceBand,
    PeriodBand,
    SizeBand,
    WorkforceBand,
)
from knowledge.models import ChallengeArea, WorkingMeeting

__all__ = ["DecisionForm", "RawCaseForm", "StepForm", "UploadForm", "VersionForm"]

_LINES = _("Eine Zeile je Eintrag.")
_LONG = 200_000
_LONG_LINE = 2_000


class _TextField(forms.CharField):
    """Says that a text is too long when it is sent. The browser would cut what is pasted, without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def _area(label: Any, *, rows: int, help_text: Any = "", required: bool = True) -> forms.CharField:
    # Without autocomplete: the browser would offer the text again to whoever sits here next.
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return _TextField(label=label, widget=widget, help_text=help_text, required=required, max_length=_LONG)


def _line(label: Any, *, most: int, help_text: Any) -> forms.CharField:
    return _TextField(
        label=label,
        max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=help_text,
    )


def _one(
    label: Any, choices: Any, *, required: bool = True, initial: str = "", help_text: Any = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices if required and initial else [("", "---------"), *choices],
        required=required,
        initial=initial,
        help_text=help_text,
    )


class RawCaseForm(forms.Form):
    """Twelve fields of a case as it was told, and the names that must not be in it later."""

    title = _line(
        _("Titel"),
        most=_LONG_LINE,
        help_text=format_lazy(
            _(
                "Das Problem in einem Satz. Im Fall haben {most} Zeichen Platz; was länger ist, steht im"
                " Entwurf ganz am Ende der Ausgangslage."
            ),
            most=MOST_TITLE,
        ),
    )
    case_kind = _one(_("Art des Falls"), CaseKind.choices, initial=CaseKind.CONSULTATION)
    situation = _area(
        _("Ausgangslage"),
        rows=14,
        help_text=_("Was ist los? Was ist der Anlass? Hier dürfen noch Namen stehen."),
    )
    key_question = _line(
        _("Schlüsselfrage"),
        most=_LONG_LINE,
        help_text=format_lazy(
            _(
                "Als offene Frage in der Ich-Form. Im Fall haben {most} Zeichen Platz; was länger ist, steht"
                " im Entwurf ganz am Ende der Ausgangslage."
            ),
            most=MOST_QUESTION,
        ),
    )
    actors = _area(
        _("Beteiligte"), rows=5, help_text=_("Eine Zeile je Seite: Rolle, Doppelpunkt, worum es ihr geht.")
    )
    hypotheses = _area(_("Hypothesen der Beratenden"), rows=5, help_text=_LINES)
    ideas = _area(_("Lösungsideen"), rows=6, help_text=_LINES)
    methods = _area(
        _("Eingesetzte Methoden"),
        rows=2,
        required=False,
        help_text=_("Name der Methodenkarte; sie wird dann verknüpft."),
    )
    next_steps = _area(_("Vereinbarte nächste Schritte"), rows=4, help_text=_LINES)
    challenge = forms.ChoiceField(label=_("Herausforderung"), choices=())
    federal_state = _one(_("Land"), FederalState.choices, initial=FederalState.SUED)
    size_band = _one(_("Größe"), SizeBand.choices)
    finance_band = _one(_("Haushaltslage"), FinanceBand.choices, required=False)
    workforce_band = _one(_("Verwaltungsgröße"), WorkforceBand.choices, required=False)
    period_band = _one(_("Zeitraum"), PeriodBand.choices)
    access_level = _one(_("Sichtbarkeit"), AccessLevel.choices, initial=AccessLevel.PUBLIC)

    municipality = _line(
        _("Name der Kommune"),
        most=_LONG_LINE,
        help_text=_("Weitere Namen (Ortsteile, Landkreis, Spitzname) mit Strichpunkt trennen."),
    )
    persons = _area(
        _("Namen von Personen"),
        rows=4,
        required=False,
        help_text=_("Eine Person je Zeile, mit Vor- und Nachnamen."),
    )
    organisations = _area(
        _("Namen von Firmen, Vereinen, Einrichtungen"), rows=4, required=False, help_text=_LINES
    )
    meeting = forms.ModelChoiceField(
        label=_("Arbeitstreffen"),
        queryset=WorkingMeeting.objects.select_related("cycle"),
        required=False,
        help_text=_("Bleibt intern. Damit wird gezählt, auf wie viele Teilnehmende das Profil zutrifft."),
    )
    not_secret = forms.BooleanField(
        label=_(
            "Der Bericht gibt nichts aus nichtöffentlichen Sitzungen wieder, oder die Weitergabe ist"
            " ausdrücklich erlaubt."
        ),
        help_text=_("Verschwiegenheit: § 37 BeamtStG, Art. 20 GO Bayern, § 17 GemO Baden-Württemberg."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = ChallengeArea.objects.values_list("slug", "name")
        self.fields["challenge"].choices = [("", "---------"), *areas]  # type: ignore[attr-defined]

    GROUPS = (
        (
            _("Was erzählt wurde"),
            (
                "title",
                "case_kind",
                "situation",
                "key_question",
                "actors",
                "hypotheses",
                "ideas",
                "methods",
                "next_steps",
            ),
        ),
        (_("Einordnung"), ("challenge", "access_level")),
        (
            _("Kommunenprofil"),
            ("federal_state", "size_band", "finance_band", "workforce_band", "period_band"),
        ),
        (_("Namen, die nicht erscheinen dürfen"), ("municipality", "persons", "organisations")),
        (_("Intern"), ("meeting", "not_secret")),
    )

    others: Mapping[str, Other] = MappingProxyType({})
    """By field, a second text that waits for a decision."""

    def groups(self) -> list[tuple[Any, list[tuple[Any, Other | None]]]]:
        """Headings with bound fields and what waits beside them, for the template."""
        return [
            (heading, [(self[name], self.others.get(name)) for name in names])
            for heading, names in self.GROUPS
        ]

    def text(self) -> dict[str, Any]:
        """The twelve fields as they are sealed."""
        names = [
            *TEXT_FIELDS,
            "case_kind",
            "challenge",
            "federal_state",
            "size_band",
            "finance_band",
            "workforce_band",
            "period_band",
            "access_level",
        ]
        return {name: plain_text(str(self.cleaned_data[name])).strip() for name in names}

    def names(self) -> IntakeNames:
        """The names, one each."""

        def lines(field: str) -> tuple[str, ...]:
            return tuple(
                line.strip() for line in plain_text(self.cleaned_data[field]).splitlines() if line.strip()
            )

        return IntakeNames(
            plain_text(self.cleaned_data["municipality"]).strip(), lines("persons"), lines("organisations")
        )

    @staticmethod
    def values_of(raw: RawCase) -> dict[str, Any]:
        """Initial values to correct a raw case."""
        names = IntakeNames.opened(raw)
        return read_text(raw) | {
            "municipality": names.municipality,
            "persons": "\n".join(names.persons),
            "organisations": "\n".join(names.organisations),
            "meeting": raw.meeting_id,
            "not_secret": True,
        }


class _SeveralFiles(forms.ClearableFileInput):
    """A case may come in several files. The field looks at the first; the view reads them all."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The first file."""
        found = super().value_from_datadict(data, files, name)
        return next(iter(found), None) if isinstance(found, list) else found


class UploadForm(forms.Form):
    """Documents whose text fills the form they stand in; the files themselves are not kept."""

    # It stands in the form of the fields, which is mostly saved without a file.
    use_required_attribute = False

    document = forms.FileField(
        widget=_SeveralFiles(),
        error_messages={"required": _("Bitte zuerst eine Datei wählen.")},
        label=_("Dokument"),
        help_text=_(
            "Word (.docx), OpenDocument (.odt), RTF, PDF, gespeicherte Mail (.eml), HTML oder Text, höchstens"
            " 10 MB und 60 Seiten; bis zu fünf Dateien auf einmal. Nur der Text wird gelesen; gespeichert"
            " wird keine Datei."
        ),
    )


# --------------------------------------------------------------------------- what was on the screen


class VersionForm(forms.Form):
    """The version of the raw case that somebody read."""

    stand = forms.IntegerField(min_value=0, required=False)

    @property
    def version(self) -> int | None:
        """Its number; ``None`` where none was sent, or nonsense."""
        version: int | None = self.cleaned_data["stand"] if self.is_valid() else None
        return version


class StepForm(forms.Form):
    """The step that is to be taken back."""

    schritt = forms.CharField(required=False)

    @property
    def step(self) -> str | None:
        """Its batch, empty where no step was on the screen; ``None`` where nobody looked."""
        return str(self.data["schritt"]) if "schritt" in self.data else None


class DecisionForm(forms.Form):
    """A decision about one row of the review. Its fields are called ``entscheidung-<mark>`` and so on; which
    values are allowed is a rule of ``actions.decide``, which says so in a sentence.
    """

    entscheidung = forms.CharField(required=False)
    ersatz = forms.CharField(required=False)
    grund = forms.CharField(required=False)
    gesehen = forms.CharField(required=False)

    def __init__(self, mark: str, data: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=mark)

    def add_prefix(self, field_name: str) -> str:
        """The mark stands behind the name."""
        return f"{field_name}-{self.prefix}"

    def choice(self) -> ReviewChoice:
        """The decision as the action takes it; the form must be valid."""
        seen = self.cleaned_data["gesehen"] if self.add_prefix("gesehen") in self.data else None
        return ReviewChoice(
            str(self.prefix),
            self.cleaned_data["entscheidung"],
            self.cleaned_data["ersatz"],
            self.cleaned_data["grund"],
            seen,
        )
