"""The first screen of the administration."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.contact import ask, confirm
from cases.models import CasePage, ContactRequest
from knowledge.models import OpenQuestion
from tests.integration.conftest import Library


def home(signed_in: Callable[[str], Client], who: str) -> str:
    return signed_in(who).get(reverse("wagtailadmin_home")).text


def test_editors_can_begin_every_record_from_the_first_screen(
    signed_in: Callable[[str], Client], library: Library
) -> None:
    html = home(signed_in, "redaktion")
    for code, kind in (
        ("F01", "cases/casepage"),
        ("M01", "methods/methodcardpage"),
        ("L01", "knowledge/lessonpage"),
        ("P01", "publications/publicationpage"),
    ):
        assert f"/admin/pages/add/{kind}/{library.page(code).get_parent().pk}/" in html


def test_what_came_in_waits_for_those_who_may_handle_it(signed_in: Callable[[str], Client]) -> None:
    OpenQuestion.objects.all().delete()
    ContactRequest.objects.all().delete()
    case = CasePage.objects.public().order_by("pk").first()
    for number in range(2):
        person = {"name": "Person A", "mail": f"frage{number}@rathaus.example"}
        values = {**person, "frage": "Wie?", "zeigen": False}
        ask(case=case, values=values, language="de")
        confirm(request=ContactRequest.objects.latest("pk"))
    ContactRequest.objects.update(state=ContactRequest.State.WAITING)
    OpenQuestion.objects.create(text="Wer fährt den Bürgerbus am Abend?")
    for who, sees in (("redaktion", True), ("moderation", False)):
        html = home(signed_in, who)
        assert "Offene Fragen (1)" in html and "Wer fährt den Bürgerbus am Abend?" in html
        assert ("Fragen durch die Treuhand (2)" in html) is sees
        assert (f'href="{reverse("contact_desk")}">Jemand hat eine Frage' in html) is sees
        assert "frage0@" not in html and "Person A" not in html


def test_nothing_is_counted_that_no_list_shows(signed_in: Callable[[str], Client]) -> None:
    """The PDF of a publication is a document to Wagtail, and stands in no list of the editors."""
    html = home(signed_in, "redaktion")
    assert "w-summary" in html or "summary" in html
    assert not re.search(r"\bDokumente?\b", html.split('class="w-summary', 1)[-1].split("</section>", 1)[0])


def test_due_records_are_listed_oldest_first(signed_in: Callable[[str], Client], library: Library) -> None:
    today = timezone.localdate()
    for page_class in {type(library.page(code)) for code in ("F01", "M01", "L01", "P01", "S1")}:
        page_class.objects.update(review_due=today + timedelta(days=30))
    assert "Heute ist nichts fällig." in home(signed_in, "redaktion")
    late, later = library.page("M02"), library.page("M01")
    for page, days in ((late, 40), (later, 3)):
        type(page).objects.filter(pk=page.pk).update(review_due=today - timedelta(days=days))
    html = home(signed_in, "redaktion")
    assert "Heute ist nichts fällig." not in html
    assert html.index(f"/admin/pages/{late.pk}/edit/") < html.index(f"/admin/pages/{later.pk}/edit/")


def test_own_drafts_are_listed_for_their_author_alone(
    signed_in: Callable[[str], Client], library: Library, django_user_model: Any
) -> None:
    card = library.page("M03")
    type(card).objects.filter(pk=card.pk).update(owner=django_user_model.objects.get(username="redaktion"))
    card = library.page("M03")
    card.purpose = "Ein neuer Zweck."
    card.save_revision()
    mine = home(signed_in, "redaktion").split('id="arbeit-entwuerfe"')[1].split("</section>")[0]
    others = home(signed_in, "moderation").split('id="arbeit-entwuerfe"')[1].split("</section>")[0]
    assert f"/admin/pages/{card.pk}/edit/" in mine
    assert f"/admin/pages/{card.pk}/edit/" not in others
