"""What lists call a record, in the language of whoever reads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

__all__ = ["title_for_reader"]


def title_for_reader(page: Any) -> tuple[str, bool]:
    """The title of a record and whether it is English: in the English interface the English one, as far as
    there is one; else the name by which lists call it.
    """
    english = str(getattr(page, "title_en", "")) if get_language() == "en" else ""
    return english or str(getattr(page, "name", "") or page.title), bool(english)
