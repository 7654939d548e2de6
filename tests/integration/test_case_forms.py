"""What the administration shows of a case beside its form: the copy, and what became of a withdrawn one."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from cases.gate import withdraw
from cases.models import CasePage


def test_copy_draws_its_address_and_offers_what_the_gate_allows(library: Any, admin: Client) -> None:
    case = library.page("F01")
    address = reverse("wagtailadmin_pages:copy", args=[case.pk])
    form = admin.get(address).context["form"]
    assert form["new_slug"].value() == ""
    assert not {"alias", "publish_copies"} & set(form.fields)
    before = set(CasePage.objects.values_list("pk", flat=True))
    data = {"new_title": "Kopie", "new_slug": "", "new_parent_page": case.get_parent().pk}
    assert admin.post(address, data).status_code == 302
    copy = CasePage.objects.exclude(pk__in=before).get()
    assert not copy.live
    assert copy.slug.startswith("fall-") and copy.slug != case.slug


def test_form_of_a_withdrawn_case_says_so(library: Any, admin: Client) -> None:
    case = library.page("F01")
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert "Dieser Fall ist zurückgezogen" not in admin.get(address).text
    withdraw(case=case)
    assert "Dieser Fall ist zurückgezogen" in admin.get(address).text
