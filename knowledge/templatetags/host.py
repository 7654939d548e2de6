"""Who runs the library, for mails, PDFs and pages without a request."""

from __future__ import annotations

from django import template

from knowledge.host import HostLook, host_look

register = template.Library()


@register.simple_tag
def host() -> HostLook:
    """``{% host as house %}``: what the administration has entered."""
    return host_look()


@register.simple_tag
def host_signature() -> str:
    """The last line of a mail."""
    house = host_look()
    return f"{house.name} · {house.library_name}"


@register.simple_tag
def host_author() -> str:
    """As which the host signs what it publishes."""
    return host_look().author
