"""How editors see a record: the same three tabs for every page type.

Pages declare groups of panels; :func:`library_tabs` builds the form from them.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
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

__all__ = ["ContributionsPanel", "PhrasesPanel", "group", "library_tabs"]


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
            ObjectList([*content, PhrasesPanel()], heading=_("Inhalt")),
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


class PhrasesPanel(Panel):
    """Read-only: the sentences with which people ask for the record, and where to change them: they stand
    beside the page, outside of what is released.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("So wird danach gefragt"), "icon": "search", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel of one record."""

        template_name = "knowledge/admin/phrases_panel.html"

        def is_shown(self) -> bool:
            """A new record has none."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """``phrases`` and ``change``, an address, empty without the permission."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            may = self.request.user.has_perm("knowledge.change_entryphrase")
            return context | {
                "phrases": [row.text for row in self.instance.entry_phrases.all()],
                "change": reverse("entry_phrases", args=[self.instance.pk]) if may else "",
            }


class ContributionsPanel(Panel):
    """Read-only: what was contributed to the record beside its form, and where to add and to decide."""

    def __init__(self, relation_name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.relation_name = relation_name

    def clone_kwargs(self) -> dict[str, Any]:
        """As Wagtail binds it to the model."""
        return {**super().clone_kwargs(), "relation_name": self.relation_name}

    def on_model_bound(self) -> None:
        """The heading is the name of the kind."""
        if not self.heading:  # type: ignore[has-type]
            self.heading = self.kind._meta.verbose_name_plural

    @property
    def kind(self) -> Any:
        """The model of the contributions."""
        return self.model._meta.get_field(self.relation_name).related_model

    class BoundPanel(Panel.BoundPanel):
        """The panel of one record."""

        template_name = "knowledge/admin/contributions_panel.html"

        def is_shown(self) -> bool:
            """A new record has none."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """``rows`` that were accepted with their address, ``received``: how many wait, ``add`` and
            ``all``: addresses, empty without the permission.
            """
            context: dict[str, Any] = super().get_context_data(parent_context)
            kind, user = self.panel.kind, self.request.user
            names, about = kind.snippet_viewset.get_url_name, f"{kind.about}={self.instance.pk}"
            app, name = kind._meta.app_label, kind._meta.model_name
            may_see, may_add = (user.has_perm(f"{app}.{action}_{name}") for action in ("view", "add"))
            found = list(getattr(self.instance, self.panel.relation_name).all())
            rows = [
                (row, reverse(names("inspect"), args=[row.pk]) if may_see else "")
                for row in found
                if row.is_accepted
            ]
            return context | {
                "rows": rows,
                "received": sum(row.is_received for row in found),
                "add": f"{reverse(names('add'))}?{about}" if may_add else "",
                "all": f"{reverse(names('list'))}?{about}" if may_see else "",
            }
