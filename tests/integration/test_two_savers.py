"""Two people change one record of the administration: the second sees both texts and decides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from knowledge.base import VersionedForm
from knowledge.models import PolicyField
from search.models import OutdatedRecord, Versioned
from tests.factories import UserFactory

pytestmark = pytest.mark.db


def test_every_record_that_can_be_changed_carries_a_version(library: Any) -> None:
    admin = UserFactory(is_superuser=True)
    models = get_snippet_models()
    assert len(models) > 10
    changed = [
        model for model in models if policy_registry.get_by_type(model).user_has_permission(admin, "change")
    ]
    for model in changed:
        assert issubclass(model, Versioned), f"{model.__name__}: nobody sees that two people change it"
        form = model.snippet_viewset.get_edit_handler().get_form_class()  # type: ignore[attr-defined]
        assert issubclass(form, VersionedForm), model.__name__
    assert {model.__name__ for model in models} - {model.__name__ for model in changed} == {
        "SavedSearch",
        "QuestionSubscription",
        "NewsletterSubscription",
        "BarrierReport",
    }


def form_of(page: str) -> dict[str, str]:
    """Fields of the form of a policy field."""
    return {
        name: value
        for name in ("name", "name_en", "key", "sort_order", "stand")
        if (match := re.search(rf'<input[^>]* name="{name}"[^>]*?value="([^"]*)"', page)
            or re.search(rf'<input[^>]* value="([^"]*)"[^>]* name="{name}"', page))
        for value in [match[1]]
    }  # fmt: skip


@pytest.fixture
def address() -> str:
    return reverse("wagtailsnippets_knowledge_policyfield:edit", args=[PolicyField.objects.first().pk])


def test_form_says_what_the_other_person_has_saved(signed_in: Any, address: str) -> None:
    first, second = signed_in("redaktion"), signed_in("admin")
    mine, other = form_of(first.get(address).text), form_of(second.get(address).text)
    assert set(mine) == {"name", "name_en", "key", "sort_order", "stand"}
    assert first.post(address, mine | {"name": "Wald"}).status_code == 302
    refused = second.post(address, other | {"name": "Wiese"})
    assert refused.status_code == 200
    assert "hier gespeichert: „Wald“" in refused.text and 'value="Wiese"' in refused.text
    assert PolicyField.objects.filter(name="Wald").exists()
    assert second.post(address, form_of(refused.text)).status_code == 302
    assert PolicyField.objects.filter(name="Wiese").exists()


def test_two_at_the_same_moment(signed_in: Any, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both were found in order, and only one can be written."""

    def overtaken(*_args: Any, **_more: Any) -> None:
        raise OutdatedRecord

    client = signed_in("redaktion")
    sent = form_of(client.get(address).text) | {"name": "Wiese und Feld"}
    with monkeypatch.context() as patch:
        patch.setattr(PolicyField, "save", overtaken)
        answer = client.post(address, sent, HTTP_ORIGIN="http://testserver")
    assert answer.status_code == 409
    assert "inzwischen jemand anderes gespeichert" in answer.text and "Wiese und Feld" in answer.text
    assert "Noch einmal senden" in answer.text
