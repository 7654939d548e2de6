"""Whoever opens a case in its form and saves it without a change has changed no word of it."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import rich_text

from cases.models import CasePage
from cases.sections import CaseText
from knowledge.base import TEXT_FEATURES
from tests.factories import UserFactory
from tests.unit.forms import form_class, posted


def test_a_form_sent_back_as_it_came_leaves_each_case_as_released(library: Any) -> None:
    reader = UserFactory(role="Redaktion")
    changed = []
    for page in CasePage.objects.live():
        before = CaseText.of(page).data
        rich = {"history": rich_text(page.history or "", features=TEXT_FEATURES)}
        for number, block in enumerate(page.initial_situation):
            rich |= {
                f"initial_situation-{number}-value": rich_text(block.value.source, features=TEXT_FEATURES),
                f"initial_situation-{number}-id": block.id,
            }
        instance = CasePage.objects.get(pk=page.pk)
        data = posted(form_class(CasePage)(instance=instance, for_user=reader), rich)
        form = form_class(CasePage)(data, instance=instance, for_user=reader)
        assert form.is_valid(), form.errors
        after = CaseText.of(form.save(commit=False)).data
        changed += [(page.slug, name) for name in before if before[name] != after[name]]
    assert changed == []


def test_values_of_a_closed_list_are_stored_in_the_order_of_the_form(library: Any) -> None:
    """A file may name them in any order."""
    page = library.page("F01")
    inside, page.departments = page.departments, page.departments[::-1]
    assert inside != page.departments
    page.save()
    assert CasePage.objects.get(pk=page.pk).departments == inside
