"""The tabs every record has, and groups made of names."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, PublishingPanel, TitleFieldPanel

from knowledge.base import PhrasesPanel, group, library_tabs


def test_names_become_panels_and_the_title_proposes_the_address() -> None:
    own = FieldPanel("note")
    made = group("Kopf", "title", "kind", own)
    assert [type(panel) for panel in made.children] == [TitleFieldPanel, FieldPanel, FieldPanel]
    assert made.children[2] is own
    assert made.classname == ""
    assert group("Zu", "kind", collapsed=True).classname == "collapsed"


def test_every_record_has_three_tabs_in_this_order() -> None:
    content, placement, internal = (group(name, "kind") for name in ("a", "b", "c"))
    tabs = library_tabs([content], [placement], [internal])
    assert [tab.heading for tab in tabs.children] == ["Inhalt", "Einordnung", "Intern"]
    first, second, third = (tab.children for tab in tabs.children)
    assert first[0] is content and isinstance(first[-1], PhrasesPanel)
    assert second[0] is placement
    assert third[0] is internal
    assert isinstance(third[-1], PublishingPanel)
