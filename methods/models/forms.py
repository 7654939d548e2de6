"""The form of a method card: rules that need page and inlines together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from knowledge.base import LibraryPageForm

__all__ = ["MethodCardForm"]


class MethodCardForm(LibraryPageForm):
    """Derives the duration from the phases, or asks for the reason of another one."""

    def clean(self) -> dict[str, Any]:
        """Compare the given duration with the sum of the phases."""
        cleaned: dict[str, Any] = super().clean()
        rows = [
            form.cleaned_data
            for form in self.formsets["phases"].forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        if not rows:
            return cleaned
        names = ("min", "typ", "max")
        sums = {name: sum(row.get(f"minutes_{name}") or 0 for row in rows) for name in names}
        given = {name: cleaned.get(f"duration_{name}") for name in names}
        differs = [name for name in names if given[name] is not None and given[name] != sums[name]]
        if differs and not (cleaned.get("duration_reason") or "").strip():
            name = differs[0]
            self.add_error(
                f"duration_{name}",
                _(
                    "Die Phasen ergeben zusammen %(sum)s Minuten, eingetragen sind %(given)s. Bitte leer"
                    " lassen, angleichen oder unten begründen."
                )
                % {"sum": sums[name], "given": given[name]},
            )
        for name in names:
            if given[name] is None:
                cleaned[f"duration_{name}"] = sums[name]
                setattr(self.instance, f"duration_{name}", sums[name])
        return cleaned
