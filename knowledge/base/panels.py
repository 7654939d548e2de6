"""How editors see a record: the same three tabs for every page type.

Pages declare groups of panels; :func:`library_tabs` builds the form from them.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

__all__ = ["group", "library_tabs"]


def _panel(name: str | Panel) -> Panel:
    """A field panel for a name; the title's one also proposes the address."""
    if not isinstance(name, str):
        return name
    return TitleFieldPanel(name) if name == "title" else FieldPanel(name)


def group(heading: Any, *names: str | Panel, help_text: Any = "", collapsed: bool = False) -> MultiFieldPanel:
    """A titled group of fields; names become field panels."""
    return MultiFieldPanel(
        [_panel(name) for name in names],
        heading=heading,
        help_text=help_text,
        classname="collapsed" if collapsed else "",
    )


def library_tabs(
    content: Sequence[Panel], placement: Sequence[Panel], internal: Sequence[Panel] = ()
) -> TabbedInterface:
    """Tabs „Inhalt“, „Einordnung“, „Intern“: what readers read, where they find it, what never leaves the
    house.
    """
    return TabbedInterface(
        [
            ObjectList(list(content), heading=_("Inhalt")),
            ObjectList(
                [
                    *placement,
                    group(
                        _("Adresse und Suchmaschinen"),
                        "slug",
                        "seo_title",
                        "search_description",
                        collapsed=True,
                    ),
                ],
                heading=_("Einordnung"),
            ),
            ObjectList(
                [
                    *internal,
                    group(
                        _("Sichtbarkeit und Wiedervorlage"),
                        FieldPanel("access_level", required_on_save=True),  # a draft has its level too
                        "access_cycle",
                        "released_on",
                        "review_due",
                        "external_id",
                    ),
                    PublishingPanel(),
                ],
                heading=_("Intern"),
            ),
        ]
    )
