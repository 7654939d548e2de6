"""The editor's form of a case."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList

from cases.models import CasePage
from cases.models.panels import ProfileCountPanel, case_tabs, placed_names
from cases.sections import SECTIONS, Section
from knowledge.base import group
from tests.factories import CasePageFactory


def headings(tab: Any) -> list[str]:
    return [str(panel.heading) for panel in tab.children]


def test_names_are_found_down_to_the_last_group() -> None:
    nested = ObjectList([group("Außen", group("Innen", "title", FieldPanel("kernel")), ProfileCountPanel())])
    assert list(placed_names([nested, InlinePanel("actors")])) == ["title", "kernel", "actors"]


def test_every_field_of_a_section_can_be_written_once() -> None:
    names = list(placed_names([case_tabs()]))
    assert {name for section in SECTIONS for name in section.fields} <= set(names)
    assert len(names) == len(set(names))


def test_rows_are_called_as_in_their_section() -> None:
    content = headings(case_tabs().children[0])
    assert content[3:6] == ["Beteiligte", "Hypothesen der Beratenden", "Lösungsideen"]
    assert content[-2:] == ["Einfache Sprache, Englisch", "So wird danach gefragt"], "nothing is left over"


def test_a_field_without_a_place_stands_under_its_section(monkeypatch: pytest.MonkeyPatch) -> None:
    added = Section("beigabe", "Beigabe", ("kernel", "show_in_menus"))
    monkeypatch.setattr("cases.sections.SECTIONS", (*SECTIONS, added))
    last = case_tabs().children[0].children[-1]
    assert last.heading == "Beigabe" and list(placed_names([last])) == ["show_in_menus"]


@pytest.mark.django_db
def test_the_form_of_a_saved_case_begins_with_the_way_to_its_release(admin_client: Client) -> None:
    case = CasePageFactory()
    release = reverse("case_release", args=[case.pk])
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[case.pk])).content.decode()
    assert f'href="{release}"' in form[form.index('id="tab-') : form.index("Das Wichtigste")]
    parent = case.get_parent().pk
    fresh = admin_client.get(reverse("wagtailadmin_pages:add", args=["cases", "casepage", parent]))
    assert fresh.status_code == 200 and "/freigabe/" not in fresh.content.decode()


@pytest.mark.django_db
def test_numbers_beside_the_profile_need_a_profile(rf: Any) -> None:
    panel = ProfileCountPanel().bind_to_model(CasePage)

    def report(**bands: str) -> Any:
        case = CasePage.objects.get(pk=CasePageFactory().pk)
        for name, value in bands.items():
            setattr(case, name, value)
        bound = panel.get_bound_panel(instance=case, request=rf.get("/"), form=None)
        return bound.get_context_data()["report"]

    assert report() is not None
    assert report(size_band="riesig") is None
