"""The script that keeps drafts of long forms in the tab until they are sent (static/js/drafts.js)."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from knowledge.accounts import owner_marks

register = template.Library()


def _user(context: Context) -> Any:
    return getattr(context.get("request"), "user", None)


@register.simple_tag(takes_context=True)
def draft_script(context: Context) -> SafeString:
    """For the head of a page with such a form, and of every page that follows it."""
    return format_html(
        '<script src="{}" data-owner="{}" data-restored="{}" data-discard="{}" defer></script>',
        static("js/drafts.js"),
        owner_marks.owner_mark(_user(context)),
        _("Wiederhergestellt ist, was Sie hier geschrieben und noch nicht gesendet hatten."),
        _("Verwerfen"),
    )


@register.simple_tag(takes_context=True)
def owner_field(context: Context) -> SafeString:
    """The hidden field of a form whose text is for nobody else."""
    return format_html(
        '<input type="hidden" name="{}" value="{}">',
        owner_marks.FIELD,
        owner_marks.owner_mark(_user(context)),
    )
