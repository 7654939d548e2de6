"""How people ask for a record: shown, described, found, outside of what is released, gone with the case."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cases import gate
from cases.models import CasePage
from cases.sections import CaseText
from knowledge.listing import as_json, describe
from knowledge.models import EntryPhrase, record_models
from knowledge.phrases import add_phrase, replace_phrases
from search import registry, service
from search.contract import SearchRequest, Viewer
from search.language import fold

ODD = "xorbilux quavimpo"
"""Words that no record has."""


def found(text: str) -> list[str]:
    return [hit.key for hit in service.run(SearchRequest(text), Viewer()).hits]


@pytest.mark.parametrize("code", ["F01", "M01", "L01", "P01", "S1"])
def test_a_page_shows_them_and_the_search_finds_it_by_them(
    library: Any, client: Client, django_capture_on_commit_callbacks: Any, code: str
) -> None:
    page = library.page(code)
    assert registry.source_of(page).key(page) not in found(ODD)
    with django_capture_on_commit_callbacks(execute=True):
        add_phrase(page=page, text=ODD, user=None)
    assert f">{ODD}</a>" in client.get(page.get_url()).content.decode()
    assert ODD in describe(library.page(code)).entry_phrases
    assert ODD in as_json(describe(library.page(code)))["entry_phrases"]
    assert found("xorbilux")[:1] == [registry.source_of(page).key(page)]
    (hit,) = service.run(SearchRequest(ODD), Viewer()).hits[:1]
    assert hit.confidence > 0.25
    assert any("xorbilux" in reason.text for reason in hit.reasons)


def test_the_release_of_a_case_does_not_hang_on_them(library: Any) -> None:
    case = library.page("F01")
    before = CaseText.of(case).digest
    replace_phrases(page=case, texts=[ODD], user=None)
    case = library.page("F01")
    assert CaseText.of(case).digest == before
    assert case.live and case.is_readable_by(Viewer()) and case.is_as_cleared
    assert not case.has_unpublished_changes


def test_they_go_with_the_case_that_is_withdrawn(
    library: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = library.page("F02")
    with django_capture_on_commit_callbacks(execute=True):
        replace_phrases(page=case, texts=[ODD], user=None)
    assert registry.source_of(case).key(case) in found(ODD)
    with django_capture_on_commit_callbacks(execute=True):
        gate.withdraw(case=case)
    assert not EntryPhrase.objects.of(case).exists()
    assert registry.source_of(case).key(case) not in found(ODD)
    with pytest.raises(Exception, match="zurückgezogen"):
        add_phrase(page=CasePage.objects.get(pk=case.pk), text=ODD, user=None)


def test_an_older_draft_does_not_touch_them(library: Any) -> None:
    lesson = library.page("L01")
    revision = lesson.save_revision()
    replace_phrases(page=lesson, texts=[ODD], user=None)
    revision.publish()
    assert library.page("L01").asked_as == [ODD]


def test_an_editor_gets_there_from_the_form_of_the_page(library: Any, client: Client) -> None:
    client.force_login(get_user_model().objects.get(username="redaktion"))
    page = library.page("M01")
    before = page.asked_as
    address = reverse("entry_phrases", args=[page.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = client.get(address)
    assert form.context["typed"].splitlines() == before
    sent = {"saetze": "\n".join([*before, ODD]), "stand": form.context["version"]}
    assert client.post(address, sent).status_code == 302
    assert library.page("M01").asked_as == [*before, ODD]
    client.force_login(get_user_model().objects.get(username="moderation"))
    assert client.get(address).status_code in {302, 403}


def test_every_demo_record_says_how_it_is_asked_for(library: Any) -> None:
    """Cases in six to eight sentences, everything else in four to six, no sentence twice."""
    counts: dict[str, int] = {}
    for model in record_models():
        for page in model.objects.exclude(external_id=""):
            counts[page.external_id] = len(page.asked_as)
    assert {code: n for code, n in counts.items() if not (6 if code[0] == "F" else 4) <= n <= 8} == {}
    texts = [fold(text) for text in EntryPhrase.objects.texts()]
    assert len(texts) == len(set(texts))


def test_the_form_of_a_record_shows_its_sentences_and_leads_to_them(library: Any, client: Client) -> None:
    client.force_login(get_user_model().objects.filter(is_superuser=True).first())
    case = library.page("F01")
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[case.pk])).content.decode()
    text = case.entry_phrases.first().text
    assert "Sätze stehen hier." in shown
    assert shown.index(escape(text)) < shown.index("Sätze ändern")
