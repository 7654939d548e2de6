"""Records that stand on public pages without being pages: rows of a page, and snippets. They refuse names
wherever they are saved.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from knowledge.guard import rules

__all__ = ["GuardedRow", "GuardedWords", "by_field"]


def by_field(record: models.Model, found: list[rules.OpenFinding]) -> ValidationError:
    """The findings as errors at their fields."""
    errors: dict[str, list[str]] = {}
    for item in found:
        errors.setdefault(item.field, []).append(item.sentence)
    return ValidationError(errors)


class GuardedWords(models.Model):
    """A snippet whose words become public as they are saved: what certainly names somebody is refused."""

    text_guard: ClassVar[str] = "save"

    class Meta:
        abstract = True

    def is_shown(self) -> bool:
        """Whether readers may see these words."""
        return True

    def clean(self) -> None:
        """Say it at the field of the form."""
        super().clean()
        found = rules.naming(self) if self.is_shown() else []
        if found:
            raise by_field(self, found)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse it in a shell as well. Raises :class:`knowledge.guard.rules.PublicTextRefused`."""
        if self.is_shown() and rules.touches_text(type(self), kwargs.get("update_fields")):
            rules.refuse(self, rules.naming(self))
        super().save(*args, **kwargs)


class GuardedRow(models.Model):
    """A row of a page: written beside the page, it passes the same guard as the page."""

    text_guard: ClassVar[str] = "save"

    class Meta:
        abstract = True

    def shown_on(self) -> Any:
        """The page, while readers see it; ``None`` for a draft."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises :class:`knowledge.guard.rules.PublicTextRefused` for a row of a live page."""
        page = self.shown_on()
        if page is not None and page.pk and page.live:
            rules.refuse(self, rules.findings_in_row(self))
        super().save(*args, **kwargs)
