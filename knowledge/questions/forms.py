"""What a reader fills in to ask a question."""

from __future__ import annotations

import logging
import unicodedata
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.translation import gettext_lazy as _

from knowledge.anonymity.detector import DetectorUnavailable, Inspected, inspect_text
from knowledge.guard import NOBODY_LOOKS
from knowledge.questions.models import OpenQuestion
from search import registry
from search.contract import Viewer
from search.public_forms import PublicForm

__all__ = ["QuestionForm"]

logger = logging.getLogger("knowledge.guard")

LEAST_CHARACTERS = 12
MOST_TYPED = 10_000

_TOO_SHORT = _("Bitte schreiben Sie Ihre Frage in einem Satz, damit eine Runde sie versteht.")


def _typed(raw: str) -> str:
    """What was typed, without control characters, with its lines; nothing of it is cut within reason."""
    lines = (
        " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in line).split())
        for line in raw[:MOST_TYPED].splitlines()
    )
    return "\n".join(line for line in lines if line)


class _TypedField(forms.CharField):
    """Lines of text. How long they may be is checked here alone: a browser would cut what is pasted."""

    def to_python(self, value: Any) -> str:
        return _typed(value or "")

    def bound_data(self, data: Any, initial: Any) -> str:
        return self.to_python(data)

    def clean(self, value: Any) -> str:
        """Raises ``ValidationError`` where a letter got lost on the way: only its writer knows which."""
        if {"\0", "\N{REPLACEMENT CHARACTER}"} & set(value or ""):
            raise ValidationError(
                _(
                    "Ein Zeichen kam unlesbar an. Bitte sehen Sie Ihre Frage noch einmal durch, löschen Sie"
                    " „�“, wo es steht, und senden Sie sie dann ab."
                )
            )
        cleaned: str = super().clean(value)
        return cleaned


class _HiddenField(forms.CharField):
    """What the page itself wrote. Anything else is nothing: no message could stand at a field nobody sees."""

    widget = forms.HiddenInput
    _MOST = 80

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        return text if text.isprintable() and len(text) <= self._MOST else ""

    def bound_data(self, data: Any, initial: Any) -> str:
        return self.to_python(data)


def public_record(key: str) -> Any:
    """The page of a key of the search that everybody may read; ``None`` for any other text."""
    kind = key.partition(":")[0]
    if not registry.is_kind(kind):
        return None
    source = registry.source_for(kind)
    if not source.visible([key], Viewer()):
        return None
    return source.public().filter(translation_key=key.partition(":")[2]).first()


class QuestionForm(PublicForm):
    """One text, perhaps an address. The text is looked through for names: what certainly is one has to be
    changed, what may be one can be confirmed.
    """

    purpose = "frage"

    frage = _TypedField(
        label=_("Ihre Frage"),
        help_text=_(
            "Ein, zwei Sätze genügen. Bitte ohne Namen und Orte; wir prüfen das, bevor etwas gespeichert"
            " wird."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "cols": False}),
        validators=[MinLengthValidator(LEAST_CHARACTERS), MaxLengthValidator(OpenQuestion.MOST_CHARACTERS)],
        error_messages={
            "required": _TOO_SHORT,
            "min_length": _TOO_SHORT,
            "max_length": _(
                "Die Frage hat %(show_value)s Zeichen; höchstens %(limit_value)s sind möglich. Bitte kürzen"
                " Sie sie."
            ),
        },
    )
    mail = forms.EmailField(
        label=_("Mailadresse, wenn Sie die Antwort bekommen möchten (freiwillig)"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(
            ("invalid", "max_length"),
            _(
                "Das ist keine Mailadresse. Sie sieht so aus: name@rathaus.example. Sie können das Feld auch"
                " leer lassen."
            ),
        ),
    )
    herkunft = _HiddenField(required=False)
    zu = _HiddenField(required=False)
    keine_namen = forms.BooleanField(
        label=_("Die markierten Stellen verraten niemanden, sie sollen so bleiben."), required=False
    )

    is_unguarded = False
    """Whether nobody could look through the text."""

    @cached_property
    def inspected(self) -> Inspected | None:
        """Places of the text that tell who it is about; ``None`` where nothing has to be changed, or nobody
        can look (``is_unguarded``).

        What is too long is refused as it is; looking through it would cost a stranger nothing and the others
        seconds.
        """
        text = self["frage"].value() if self.is_bound else ""
        if not text or len(text) > OpenQuestion.MOST_CHARACTERS:
            return None
        try:
            found = inspect_text(text)
        except DetectorUnavailable as error:
            logger.error("a question is refused: %s", error)
            self.is_unguarded = True
            return None
        is_open = found.certain or (found.doubtful and not self["keine_namen"].value())
        return found if is_open else None

    @property
    def can_be_confirmed(self) -> bool:
        """Whether every place found may be left as it is."""
        return self.inspected is not None and not self.inspected.certain

    @cached_property
    def about(self) -> Any:
        """The record that was read and did not answer, while everybody may read it; else ``None``."""
        key = self["zu"].value() or ""
        return public_record(key)

    @property
    def origin(self) -> str:
        """Whether a search came before the question."""
        return OpenQuestion.Origin.SEARCH if self["herkunft"].value() else OpenQuestion.Origin.FORM

    def clean(self) -> dict[str, Any] | None:
        """Raises ``ValidationError`` while nobody can look through the text."""
        cleaned = super().clean()
        if self.inspected is None and self.is_unguarded:
            raise ValidationError(NOBODY_LOOKS)
        return cleaned

    def is_valid(self) -> bool:
        """Whether the fields are in order and no place of the text is open."""
        return super().is_valid() and self.inspected is None
