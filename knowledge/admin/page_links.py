"""Links to pages inside texts, on their way into the database and back into the editor: the id of a page is a
number, and what is none links to nothing.
"""

from __future__ import annotations

from typing import Any, Final

from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler

from search.public_forms import key_in

__all__ = ["PAGE_LINK_RULE", "link_or_words"]

_SELECTOR: Final = 'a[linktype="page"]'


def link_or_words(props: dict[str, Any]) -> Any:
    """The link for the database; its words alone where the id is none."""
    is_broken = props.get("id") is not None and not key_in(str(props["id"]))
    return props["children"] if is_broken else link_entity(props)


class _PageLink(PageLinkElementHandler):  # type: ignore[misc]
    """Opens what is stored, whatever it is: a page that cannot be opened could never be mended."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """What the editor knows of the page, or that there is none."""
        if not key_in(str(attrs.get("id", ""))):
            return {"id": 0, "url": None, "parentId": None}
        found: dict[str, Any] = super().get_attribute_data(attrs)
        return found


PAGE_LINK_RULE: Final = {
    "from_database_format": {_SELECTOR: _PageLink("LINK")},
    "to_database_format": {"entity_decorators": {"LINK": link_or_words}},
}
