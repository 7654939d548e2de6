"""What the administration shows of a case beside its form: the copy, and what became of a withdrawn one."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from cases.gate import withdraw
from cases.models import CasePage


def test_case_is_told_once_and_not_copied(library: Any, admin: Client) -> None:
    """Its giver takes back one text; a copy would stay."""
    case, before = library.page("F01"), CasePage.objects.count()
    address = reverse("wagtailadmin_pages:copy", args=[case.pk])
    data = {"new_title": "Kopie", "new_slug": "fall-c2p3y", "new_parent_page": case.get_parent().pk}
    index = {
        "new_title": "Fälle",
        "new_slug": "faelle-2",
        "new_parent_page": case.get_parent().get_parent().pk,
    }
    for response in (
        admin.get(address, follow=True),
        admin.post(address, data, follow=True),
        admin.post(
            reverse("wagtailadmin_pages:copy", args=[case.get_parent().pk]),
            index | {"copy_subpages": "on"},
            follow=True,
        ),
    ):
        assert "lässt sich nicht kopieren" in response.text
    assert CasePage.objects.count() == before


def test_address_of_a_copy_says_nothing_that_its_title_does_not_say(library: Any, admin: Client) -> None:
    card = library.page("M01")
    address = reverse("wagtailadmin_pages:copy", args=[card.pk])
    data = {
        "new_title": "Kollegiale Beratung am Abend",
        "new_slug": "beratung-hans-huber",
        "new_parent_page": card.get_parent().pk,
    }
    response = admin.post(address, data)
    assert response.status_code == 200
    assert "hans, huber" in response.text
    assert admin.post(address, data | {"new_slug": "beratung-am-abend"}).status_code == 302


def test_form_of_a_withdrawn_case_says_so(library: Any, admin: Client) -> None:
    case = library.page("F01")
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert "Dieser Fall ist zurückgezogen" not in admin.get(address).text
    withdraw(case=case)
    assert "Dieser Fall ist zurückgezogen" in admin.get(address).text
