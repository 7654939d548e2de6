"""From a search in vain or a question to the record that answers it; what a record knows of its searches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge.models import EntryPhrase, OpenQuestion
from search import registry, service
from search.contract import SearchRequest, Viewer
from search.models import FollowedQuery, UnansweredQuery

IN_VAIN = "quavimpo xorbilux"


@pytest.fixture
def editor(library: Any) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="redaktion"))
    return client


def found(text: str) -> list[str]:
    return [hit.key for hit in service.run(SearchRequest(text), Viewer()).hits]


def test_radar_to_record_in_two_clicks_and_back(
    library: Any, editor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = library.page("F03")
    for days in range(3):
        day = timezone.localdate() - timedelta(days=days)
        UnansweredQuery.objects.create(text=IN_VAIN, day=day)
    radar = editor.get(reverse("search_radar"))
    (row,) = radar.context["clusters"]
    assert row["learn_url"] in radar.content.decode().replace("&amp;", "&")
    form = editor.get(row["learn_url"], {"thema": row["cluster"].words, "suche": page.title})
    assert page.pk in [pk for pk, _hit in form.context["offered"]]
    with django_capture_on_commit_callbacks(execute=True):
        sent = editor.post(reverse("learn"), {"thema": IN_VAIN, "satz": IN_VAIN, "eintrag": page.pk})
    phrase = EntryPhrase.objects.get(text=IN_VAIN)
    assert sent.url == reverse("learned", args=[phrase.pk])
    assert found(IN_VAIN)[:1] == [registry.source_of(page).key(page)]
    assert not service.run(SearchRequest(IN_VAIN), Viewer()).no_answer
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(sent.url)
    assert not EntryPhrase.objects.filter(text=IN_VAIN).exists()
    assert service.run(SearchRequest(IN_VAIN), Viewer()).no_answer


def test_a_question_is_answered_from_its_form(library: Any, editor: Client) -> None:
    question = OpenQuestion.objects.create(text="Wie geht es mit dem Schwimmbad weiter?")
    edit = reverse(OpenQuestion.snippet_viewset.get_url_name("edit"), args=[question.pk])
    address = f"{reverse('learn')}?frage={question.pk}"
    assert address in editor.get(edit).content.decode()
    listed = editor.get(reverse(OpenQuestion.snippet_viewset.get_url_name("list")))
    assert address in listed.content.decode()
    page = library.page("F03")
    form = editor.get(address, {"frage": question.pk})
    assert form.context["satz"] == question.text
    nothing = editor.post(address, {"frage": question.pk, "satz": question.text})
    assert nothing.status_code == 422 and "Bitte den Eintrag wählen" in nothing.content.decode()
    named = "Fragen Sie Frau Petra Kestenholz aus Passau"
    refused = editor.post(address, {"frage": question.pk, "satz": named, "eintrag": page.pk})
    assert refused.status_code == 422 and named in refused.content.decode()
    assert editor.post(address, {"frage": question.pk, "satz": question.text, "eintrag": page.pk}).url
    question.refresh_from_db()
    assert (question.state, question.answer_id) == ("beantwortet", page.pk)
    assert reverse("learned", args=[question.phrase_id]) in editor.get(edit).content.decode()


def test_it_takes_the_permission(library: Any, client: Client) -> None:
    client.force_login(get_user_model().objects.get(username="moderation"))
    assert client.get(reverse("learn"), {"thema": "bad"}).status_code in {302, 403}


def test_a_record_knows_the_searches_that_led_to_it_and_nobody_who_searched(
    library: Any, editor: Client, client: Client
) -> None:
    page = library.page("F03")
    for words in ("hallenbad sanieren", "hallenbad schliessen", "hallenbad kosten", "turnhalle"):
        client.get(page.get_url(), HTTP_REFERER=f"http://testserver/suche/?q={words}")
    client.get(page.get_url(), HTTP_REFERER="http://testserver/suche/?q=Petra Kestenholz aus Passau")
    assert set(FollowedQuery.objects.values_list("text", flat=True)) == {
        "hallenbad sanieren", "hallenbad schliessen", "hallenbad kosten", "turnhalle"
    }  # fmt: skip
    shown = editor.get(reverse("entry_phrases", args=[page.pk]))
    (group,) = shown.context["led"]
    assert (group.size, group.words) == (3, ("hallenbad",))
    assert "turnhalle" not in shown.content.decode()


def test_what_did_not_help_is_offered_as_a_sentence(library: Any, editor: Client) -> None:
    page = library.page("F03")
    for days in range(3):
        day = timezone.localdate() - timedelta(days=days)
        UnansweredQuery.objects.create(text="hallenbad quavimpo", day=day)
    shown = editor.get(reverse("entry_phrases", args=[page.pk]))
    ((cluster, address),) = shown.context["failed"]
    assert "hallenbad" in cluster.words
    assert editor.get(address).context["chosen"] == str(page.pk)


@pytest.mark.parametrize("code", ["F01", "M01", "L01", "P01", "S1"])
def test_every_record_offers_to_ask(library: Any, client: Client, code: str) -> None:
    page = library.page(code)
    key = registry.source_of(page).key(page)
    address = f"{reverse('question')}?zu={key}"
    assert address in client.get(page.get_url()).content.decode()
    form = client.get(address)
    assert form.context["form"].about == page
    assert page.title in form.content.decode()


def test_a_result_page_with_answers_offers_to_ask(library: Any, client: Client) -> None:
    answered = client.get("/suche/?q=Hallenbad")
    assert not answered.context["response"].no_answer
    assert f"{reverse('question')}?q=Hallenbad" in answered.content.decode()
    assert client.get(f"{reverse('question')}?zu=case:unsinn").context["form"].about is None
