"""What editors set under "Privacy" at a page: a password, a login, a group. Readers find the way in."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from knowledge.web.restricted import WRONG_PASSWORDS
from tests.integration.conftest import Library

TOPIC, LESSONS = "/themen/krisen/", "/lehren/"
PASSWORD = "quorvex-schluessel"


def restrict(path: str, kind: str, **values: Any) -> PageViewRestriction:
    page = Page.objects.get(url_path__endswith=path)
    found: PageViewRestriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, **values
    )
    return found


class _Form(HTMLParser):
    """Address and fields of the form that holds a password."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        (self.action, self.fields) = next(form for form in self.forms if "password" in form[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((found.get("action", ""), {}))
        if tag == "input" and self.forms and "name" in found:
            self.forms[-1][1][found["name"]] = found.get("value", "")


def send(client: Client, page: Any, password: str) -> Any:
    form = _Form(page.text)
    return client.post(form.action, {**form.fields, "password": password})


@pytest.mark.parametrize(
    ("before", "asks", "wrong"),
    [
        ("", "Diese Seite öffnet ein Passwort.", "Das Passwort stimmt nicht."),
        ("/en", "A password opens this page.", "That password is not right."),
    ],
)
def test_the_password_opens_the_page_and_a_wrong_one_says_so(
    client: Client, library: Library, before: str, asks: str, wrong: str
) -> None:
    open_page = client.get(before + TOPIC)
    title = escape(open_page.context["page"].title)
    restrict(TOPIC, PageViewRestriction.PASSWORD, password=PASSWORD)
    page = client.get(before + TOPIC)
    assert title in open_page.text and asks in page.text and title not in page.text
    refused = send(client, page, "falsch")
    assert refused.status_code == 422 and wrong in refused.text and asks in refused.text
    assert client.get(_Form(page.text).action).status_code == 200
    opened = send(client, refused, PASSWORD)
    assert (opened.status_code, opened["Location"]) == (302, before + TOPIC)
    inside = client.get(before + TOPIC)
    assert inside.status_code == 200 and title in inside.text
    for answer in (page, refused, opened, inside):
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert asks in Client().get(before + TOPIC).text


def test_nobody_guesses_on_and_nobody_is_led_away(client: Client, library: Library) -> None:
    restrict(TOPIC, PageViewRestriction.PASSWORD, password=PASSWORD)
    form = _Form(client.get(TOPIC).text)
    away = {**form.fields, "return_url": "https://example.org/", "password": PASSWORD}
    assert client.post(form.action, away)["Location"] == "/"
    for _number in range(WRONG_PASSWORDS.most):
        assert client.post(form.action, {"password": "falsch"}).status_code == 422
    closed = client.post(form.action, {**form.fields, "password": PASSWORD})
    assert closed.status_code == 429 and "Zu viele Versuche" in closed.text


@pytest.mark.parametrize("before", ["", "/en"])
def test_a_login_opens_the_page(library: Library, before: str) -> None:
    restrict(LESSONS, PageViewRestriction.LOGIN)
    alumna = get_user_model().objects.get(username="alumna")
    alumna.set_password("quorvex-alumna")
    alumna.save()
    client = Client()
    answer = client.get(before + LESSONS)
    assert answer["Location"] == f"{before}/konto/anmelden/?next={before}{LESSONS}"
    assert client.get(f"{before}/_util/login/?next={before}{LESSONS}")["Location"] == answer["Location"]
    page = client.get(answer["Location"])
    form = _Form(page.text)
    sent = {**form.fields, "username": "alumna", "password": "quorvex-alumna"}
    entered = client.post(answer["Location"], sent)
    assert (entered.status_code, entered["Location"]) == (302, before + LESSONS)
    inside = client.get(before + LESSONS)
    assert inside.status_code == 200 and inside["Cache-Control"] == "private, no-store"


def test_another_group_is_not_led_round_in_circles(signed_in: Any, library: Library) -> None:
    """Before, the login led back to the page, and the page to the login."""
    restriction = restrict(TOPIC, PageViewRestriction.GROUPS)
    restriction.groups.add(group := Group.objects.create(name="Quorvexgruppe"))
    client = signed_in("alumna")
    assert client.get(TOPIC).status_code == 404
    client.get("/")
    group.user_set.add(client.session["_auth_user_id"])
    assert client.get(TOPIC).status_code == 200
