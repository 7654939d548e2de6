"""The address of the library as Wagtail knows it: its ``Site`` record follows ``PUBLIC_URL``."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

__all__ = ["address_of", "align_site", "default_site"]


def address_of(url: str) -> tuple[str, int]:
    """Host name and port of an address. Raises ``ValueError`` with a German sentence where links cannot be
    built from it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"PUBLIC_URL={url} ist keine Adresse mit https:// und Rechnername.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            f"PUBLIC_URL={url} nennt einen Pfad; die Bibliothek liegt immer an der Wurzel ihres"
            " Rechnernamens."
        )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if (parts.scheme == "https") != (port == 443):
        # Wagtail knows no scheme: 443 is https, every other port is http.
        raise ValueError(f"PUBLIC_URL={url}: Mit https:// geht nur der Port 443, ohne nur ein anderer.")
    return parts.hostname, port


def default_site() -> Site | None:
    """The site of the library; ``None`` before ``setup_library``."""
    return Site.objects.filter(is_default_site=True).first()


def align_site() -> Site | None:
    """Give the site the host name and port of ``PUBLIC_URL``, so that sitemap, feeds and mails name it.
    Raises ``ValueError``.
    """
    hostname, port = address_of(settings.PUBLIC_URL)
    site = default_site()
    if site is not None and (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        site.save()
    return site
