"""What is given back of a form, and to whom."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse

from knowledge.web import kept_input
from tests.factories import MethodCardPageFactory, PublicationPageFactory

CONTENT = json.dumps({"blocks": [{"text": "Erster Absatz."}, {"text": "Zweiter."}], "entityMap": {}})


def test_words_are_shown_secrets_and_files_are_asked_for(rf: RequestFactory) -> None:
    data = {
        "titel": "Ein Titel",
        "text": CONTENT,
        "zahl": "12",
        "areas": ["1", "2"],
        "password": "sehr geheim",
    }
    data |= {"csrfmiddlewaretoken": "abc def", "datei": SimpleUploadedFile("a.txt", b"x")}
    found = kept_input.sent(rf.post("/ort/", data))
    assert found["texts"] == ["Ein Titel", "Erster Absatz.\n\nZweiter."]
    assert (found["secrets"], found["files"]) == (["password"], ["datei"])
    assert ("text", CONTENT) in found["fields"] and [v for n, v in found["fields"] if n == "areas"] == [
        "1",
        "2",
    ]
    assert "geheim" not in str(found) and "csrfmiddlewaretoken" not in dict(found["fields"])


@pytest.mark.parametrize("text", ["{ kein JSON", '{"blocks": 1}', "{}", '{"blocks": [{}]}'])
def test_what_only_looks_like_the_editors_json_stays_as_it_is(rf: RequestFactory, text: str) -> None:
    assert kept_input.sent(rf.post("/", {"text": f"{text} "}))["fields"] == [("text", f"{text} ")]


def middleware(answer: HttpResponse) -> Any:
    return kept_input.KeptInput(lambda request: answer)


@pytest.mark.parametrize(
    ("target", "method", "is_kept"),
    [
        ("/admin/login/?next=/admin/x/", "post", True),
        ("/konto/anmelden/?next=/dossier/", "post", True),
        ("/admin/login/?next=/admin/x/", "get", False),
        ("/admin/login/", "post", False),
        ("/faelle/?next=/", "post", False),
        ("/faelle/", "post", False),
    ],
)
@pytest.mark.django_db
def test_only_a_form_that_is_sent_to_the_login_is_kept(
    rf: RequestFactory, target: str, method: str, is_kept: bool
) -> None:
    request = getattr(rf, method)("/admin/x/", {"text": "Zwei Worte"}, headers={"accept": "application/json"})
    request.user = AnonymousUser()
    answer = middleware(HttpResponseRedirect(target))(request)
    assert (answer.status_code == 403) is is_kept
    if is_kept:
        assert "Sie sind nicht mehr angemeldet." in json.loads(answer.content)["error"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", ["abc", "", "²", "1.5", "1\0"])
def test_a_form_whose_number_of_blocks_is_none_is_given_back(admin_client: Client, count: str) -> None:
    page = PublicationPageFactory()
    form = {"title": "Ein Titel", "lead": "Lange getippt.", "sections-count": count}
    answer = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == 400
    assert "Lange getippt." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "status"),
    [("201", 400), ("9" * 12, 400), ("9" * 5000, 400), ("2", 200)],
    ids=["201", "many", "endless", "two"],
)
def test_a_form_of_more_rows_than_any_panel_holds_is_given_back(
    admin_client: Client, count: str, status: int
) -> None:
    form = {"title": "Lange getippt.", "phases-TOTAL_FORMS": count, "phases-INITIAL_FORMS": "0"}
    page = MethodCardPageFactory()
    answer = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == status
    assert "Lange getippt." in answer.content.decode()
    assert ("mehr als 200 Zeilen" in answer.content.decode()) is (status == 400)
