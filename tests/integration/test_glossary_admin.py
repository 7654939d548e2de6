"""The glossary's edit form shows how the search reads an entry."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from search.models import GlossaryEntry


def _address(action: str, *args: int) -> str:
    return reverse(GlossaryEntry.snippet_viewset.get_url_name(action), args=args)  # type: ignore[attr-defined]


def test_the_edit_form_shows_normal_form_root_and_parts(signed_in: Callable[[str], Client]) -> None:
    entry = GlossaryEntry.objects.create(term="Groschengräber", equivalents="Folgekosten der Brücken\nHaushaltssicherungskonzept")
    html = signed_in("redaktion").get(_address("edit", entry.pk)).text
    preview = html.split("So versteht die Suche diesen Eintrag")[-1]
    words = [word for _line, found in entry.understood() for word in found]
    assert [word.surface for word in words] == ["Groschengräber", "Folgekosten", "Brücken", "Haushaltssicherungskonzept"]
    for word in words:
        assert f"<td>{word.surface}</td>" in preview
        assert f"<td>{word.forms.stem}</td>" in preview
        assert f"<td>{word.forms.root}</td>" in preview
    assert "haushalt" in words[-1].forms.parts
    assert ", ".join(words[-1].forms.parts) in preview


def test_a_new_entry_has_nothing_to_show(signed_in: Callable[[str], Client]) -> None:
    response = signed_in("redaktion").get(_address("add"))
    assert response.status_code == 200
    assert "So versteht die Suche diesen Eintrag" not in response.text
