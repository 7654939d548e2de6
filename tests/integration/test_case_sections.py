"""One declaration: a section that is added to it is asked about, printed, listed, found and written."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.admin.panels import MultiFieldPanel

from cases import gate, sections
from cases.models import CasePage
from cases.models.panels import case_tabs
from cases.search_documents import CaseSource
from cases.sections import Section
from knowledge.classification import PublicView
from tests.integration.conftest import Library

ADDED = Section(
    "beigabe",
    "Beigabe der Runde",
    ("lang_simple", "show_in_menus"),
    heading="Beigabe",
    title="Was die Runde beigibt",
)


@pytest.fixture
def case(library: Library, monkeypatch: pytest.MonkeyPatch) -> CasePage:
    """A published case that says something in the section."""
    monkeypatch.setattr("cases.sections.SECTIONS", (*sections.SECTIONS, ADDED))
    found: CasePage = library.page("F01")
    assert found.lang_simple
    return found


def page_of(case: CasePage, client: Client) -> str:
    return client.get(case.get_url()).content.decode()


def anchors(case: Any) -> list[str]:
    """Of the passages that stand further down than the top of the page."""
    passages = CaseSource().describe(PublicView(case))["passages"]
    return [passage.anchor for passage in passages if passage.anchor]


def test_page_and_its_contents(case: CasePage, client: Client) -> None:
    html = page_of(case, client)
    assert '<h2 id="beigabe">Was die Runde beigibt</h2>' in html
    part = html[html.index('<h2 id="beigabe">') :]
    part = part[: part.index("</section>")]
    assert case.lang_simple in part and "<h3>Kern in Einfacher Sprache</h3>" in part
    contents = html[html.index('<nav class="contents"') :]
    assert '<a href="#beigabe">Beigabe</a>' in contents[: contents.index("</nav>")]


def test_passage_of_the_search(case: CasePage) -> None:
    *_before, added, english = CaseSource().describe(PublicView(case))["passages"]
    assert (added.anchor, added.heading, added.text) == ("beigabe", "Beigabe", case.lang_simple)
    assert (english.anchor, english.text) == ("", case.kernel_en), "it stands at the top of the English page"


def test_question_to_the_case_giver(case: CasePage, client: Client) -> None:
    author = get_user_model().objects.get(username="redaktion")
    _link, token = gate.create_release_link(case=case, user=author)
    html = client.get(f"/freigabe/{token}/").content.decode()
    assert 'name="abschnitt-beigabe"' in html and "Beigabe der Runde" in html


def test_group_of_the_form(case: CasePage) -> None:
    (last,) = [panel for panel in case_tabs().children[0].children if panel.heading == ADDED.label]
    assert isinstance(last, MultiFieldPanel)
    assert [field.field_name for field in last.children] == ["show_in_menus"], "the other stands in the form"


def test_every_heading_of_the_page_is_a_declared_title(library: Library, client: Client) -> None:
    html = page_of(library.page("F01"), client)
    found = dict(re.findall(r'<h2 id="([a-z]+)">([^<]+)</h2>', html))
    declared = {section.key: str(section.title) for section in sections.SECTIONS}
    assert declared.items() >= {key: found[key] for key in found if key in declared}.items()
    assert {section.key for section, _fields in sections.headed_fields() if not section.inner} <= found.keys()
    assert set(anchors(library.page("F01"))) <= found.keys()
