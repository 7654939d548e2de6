"""The glossary's edit form shows how the search reads an entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from search import engines, service
from search.contract import Audience, Document, Passage, SearchRequest, Viewer
from search.ingest import prepare, public_part
from search.models import GlossaryEntry
from search.operations.evaluation import everything_visible
from tests.integration.conftest import Library


def _address(action: str, *args: int) -> str:
    name = GlossaryEntry.snippet_viewset.get_url_name(action)  # type: ignore[attr-defined]
    return reverse(name, args=args)


def test_the_edit_form_shows_normal_form_root_and_parts(signed_in: Callable[[str], Client]) -> None:
    entry = GlossaryEntry.objects.create(
        term="Groschengräber", equivalents="Folgekosten der Brücken\nHaushaltssicherungskonzept"
    )
    html = signed_in("redaktion").get(_address("edit", entry.pk)).text
    preview = html.split("So versteht die Suche diesen Eintrag")[-1]
    words = [word for _line, found in entry.understood() for word in found]
    assert [word.surface for word in words] == [
        "Groschengräber",
        "Folgekosten",
        "Brücken",
        "Haushaltssicherungskonzept",
    ]
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


# --------------------------------------------------------------------------- abbreviations of the records


def _with_pairs(library: Library, public: str, internal: str = "") -> None:
    """The demo library, with two more records."""
    rows = [Document("case:abk", "case", "Wasser im Ort", "/", passages=(Passage(public),))]
    if internal:
        rows.append(
            Document(
                "case:intern",
                "case",
                "Internes",
                "/",
                passages=(Passage(internal),),
                audience=Audience.ALUMNI,
            )
        )
    made, pair = [prepare(row) for row in rows], engines.pair()
    pair.inner.upsert(made)
    pair.public.upsert(part for document in made if (part := public_part(document)) is not None)
    service.forget()


def _decide(client: Client, short: str, long: str, decision: str) -> str:
    return client.post(
        reverse("glossary_decide_pair"), {"kurz": short, "lang": long, "entscheidung": decision}, follow=True
    ).text


def test_pairs_of_the_records_are_listed_adopted_and_refused(
    signed_in: Callable[[str], Client], library: Library
) -> None:
    _with_pairs(
        library,
        "Das Wasserversorgungskonzept (WVK) und das Wärmeverbundkonzept (WVK) fehlen.",
        "Die Dorfladengenossenschaft (DLG) tagt.",
    )
    client = signed_in("redaktion")
    html = client.get(_address("list")).text
    assert "Wasserversorgungskonzept" in html
    assert "Wärmeverbundkonzept" in html
    assert "Dorfladengenossenschaft" not in html
    assert "nicht mehr als „Wärmeverbundkonzept“" in _decide(client, "WVK", "Wärmeverbundkonzept", "nicht")
    assert {(pair.short, pair.long) for pair in service.harvested()} >= {("WVK", "Wasserversorgungskonzept")}
    assert "Wärmeverbundkonzept" not in {pair.long for pair in service.harvested()}
    _decide(client, "WVK", "Wasserversorgungskonzept", "uebernehmen")
    entry = GlossaryEntry.objects.get(term="WVK")
    assert (entry.equivalents, entry.kind) == ("Wasserversorgungskonzept", GlossaryEntry.Kind.ABBREVIATION)
    assert "WVK" not in {pair.short for pair in service.harvested()}


def test_a_pair_cannot_overrule_another_entry(signed_in: Callable[[str], Client], library: Library) -> None:
    GlossaryEntry.objects.create(term="WVK", equivalents="Wasserverbandskasse", is_active=False)
    assert "steht schon anders im Glossar" in _decide(
        signed_in("redaktion"), "WVK", "Wasserversorgungskonzept", "nicht"
    )
    assert GlossaryEntry.objects.get().equivalents == "Wasserverbandskasse"
    assert "kein Wort" in _decide(signed_in("redaktion"), "§", "Wasserversorgungskonzept", "uebernehmen")


def test_only_those_who_keep_the_glossary_decide(
    signed_in: Callable[[str], Client], library: Library
) -> None:
    _decide(signed_in("alumna"), "WVK", "Wasserversorgungskonzept", "nicht")
    assert not GlossaryEntry.objects.exists()
    assert signed_in("redaktion").get(reverse("glossary_decide_pair")).status_code == 405


@pytest.mark.parametrize("text", ["DLG", "Dorfladengenossenschaft"])
def test_readers_learn_nothing_of_pairs_of_records_they_may_not_read(
    library: Library, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public search finds, explains and completes what it would without the internal record."""

    def public() -> tuple[object, ...]:
        answer = service.run(SearchRequest(text=text), Viewer(), count_miss=False)
        hits = {hit.key: (hit.snippet, hit.reasons) for hit in answer.hits}
        return hits["case:abk"], answer.total, answer.suggestion, answer.no_answer, service.suggest(text)

    monkeypatch.setattr(
        service.of_installation(), "visible", everything_visible
    )  # the database knows nothing of these records
    public_texts = "Eine Dorfladengenossenschaft tagt. Die DLG-Regel gilt."
    _with_pairs(library, public_texts)
    before = public()
    _with_pairs(library, public_texts, "Die Dorfladengenossenschaft (DLG) tagt.")
    assert public() == before
    assert "DLG" not in {pair.short for pair in service.harvested()}
