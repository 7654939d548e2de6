"""What every page and every mail knows of the host; cached, so that no page asks the database for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge.enums import FederalState

__all__ = ["HostLook", "forget_look", "host_look", "look_for"]

_KEY: Final = "host-look"
_SECONDS: Final = 60
"""So long another process may show what was there before."""


@dataclass(frozen=True, slots=True)
class HostLook:
    """Who runs the library, in plain words; what is empty has the library's own default.

    ``texts`` holds (German, English) by name; ``stylesheet`` is the key of the host's colours; ``logo`` its
    address, width and height in pixels; ``lands`` the Länder in which it works, by code.
    """

    own_name: str = ""
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    stylesheet: str = ""
    logo: tuple[str, int, int] | None = None
    own_email: str = ""
    phone: str = ""
    legal: dict[str, str] = field(default_factory=dict)
    lands: tuple[str, ...] = ()

    def _text(self, name: str) -> str:
        german, english = self.texts.get(name, ("", ""))
        return (english if (get_language() or "de").startswith("en") else "") or german

    @property
    def name(self) -> str:
        """The forum or the house."""
        return self.own_name or settings.WAGTAIL_SITE_NAME

    @property
    def author(self) -> str:
        """As which it signs what it publishes."""
        return f"Forum „{self.name}“"

    @property
    def library_name(self) -> str:
        """What the library is called."""
        return self._text("library_name") or _("Wissensbibliothek")

    @property
    def purpose(self) -> str:
        """One sentence in the foot of every page."""
        return self._text("purpose") or _("Wissensbibliothek eines Forums von Kommunen für Kommunen.")

    @property
    def land_names(self) -> str:
        """Its Länder in words; empty where none is chosen."""
        return _(" und ").join(str(FederalState(code).label) for code in self.lands)

    @property
    def contact(self) -> str:
        """The office or role that helps."""
        return self._text("contact_role") or _("Redaktion der Bibliothek")

    @property
    def email(self) -> str:
        """Where it is reached by mail."""
        return self.own_email or settings.CONTACT_EMAIL

    @property
    def imprint(self) -> str:
        """Address of the imprint elsewhere; empty where the library has the page itself."""
        return self.legal.get("imprint_url", "")

    @property
    def privacy(self) -> str:
        """The same for the declaration on data protection."""
        return self.legal.get("privacy_url", "")

    @property
    def accessibility(self) -> str:
        """The same for the declaration on accessibility."""
        return self.legal.get("accessibility_url", "")


def _settings_model() -> Any:
    return apps.get_model("knowledge", "HostSettings")


def host_look() -> HostLook:
    """What the administration has entered, at most a minute old; defaults where it has entered nothing."""
    found: HostLook | None = cache.get(_KEY)
    if found is None:
        try:
            entered = _settings_model().objects.select_related("logo").first()
            found = entered.look() if entered is not None else HostLook()
        except Error:  # also of the connection itself, which is no DatabaseError
            return HostLook()  # the page that says so needs no name
        cache.set(_KEY, found, _SECONDS)
    return found


def look_for(request: HttpRequest | None) -> HostLook:
    """The look of a request: in a preview of the administration, what has just been typed."""
    typed = getattr(request, _settings_model().get_cache_attr_name(), None)
    found: HostLook = typed.look() if typed is not None else host_look()
    return found


def forget_look(**kwargs: Any) -> None:
    """Read it again at the next page; a receiver of ``post_save`` and ``post_delete``."""
    cache.delete(_KEY)
