"""The editors' glossary: what it refuses, and that it works at once, in every process."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from search.language import analyse
from search.models import GlossaryEntry
from search.query import vocabulary
from search.query.vocabulary import ThesaurusCache

pytestmark = pytest.mark.django_db


def entry(term: str = "Groschengrab", equivalents: str = "Folgekosten", **options: object) -> GlossaryEntry:
    made = GlossaryEntry(term=term, equivalents=equivalents, **options)
    made.full_clean()
    made.save()
    return made


@pytest.mark.parametrize(
    ("term", "equivalents", "sentence"),
    [
        ("§ !", "Folgekosten", "kein Wort"),
        ("Groschengrab", "Groschengrab", "braucht hier nicht"),
        ("Groschengrab", "Folgekosten\nFOLGEKOSTEN", "zweimal"),
        ("Groschengrab", "Folgekosten\n---", "kein Wort"),
        ("Groschengrab", "\n".join(f"Wort{number}" for number in range(30)), "Höchstens 20"),
        ("KITA", "Tagesstätte", "steht schon im Glossar"),
        ("Muehle", "Bach", "steht schon im Glossar"),
    ],
)
def test_what_it_refuses(term: str, equivalents: str, sentence: str) -> None:
    entry("Kita", "Kindergarten")
    entry("Mühle", "Wasserrad")
    with pytest.raises(ValidationError, match=sentence):
        entry(term, equivalents)


def test_an_entry_can_be_saved_again() -> None:
    made = entry("  Groschen   grab ")
    assert made.term == "Groschen grab"
    made.full_clean()


def relations(cache: ThesaurusCache, word: str) -> list[str]:
    found = cache.get().relations([w.forms for w in analyse(word)], english=False)
    return [match.relation.text for match in found if match.relation is not None]


def test_another_process_knows_it_after_the_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process hears no signal: it reads the table again when its time is up."""
    elsewhere = ThesaurusCache()
    assert relations(elsewhere, "Groschengrab") == []
    made = entry()
    assert relations(elsewhere, "Groschengrab") == []
    monkeypatch.setattr(vocabulary, "GLOSSARY_SECONDS", 0.0)
    assert relations(elsewhere, "Groschengrab") == ["Folgekosten"]
    made.is_active = False
    made.save()
    assert relations(elsewhere, "Groschengrab") == []
