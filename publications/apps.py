"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    """Publications of the library."""

    name = "publications"
    verbose_name = _("Veröffentlichungen")

    def ready(self) -> None:
        """Declare the jobs of the publications."""
        from publications import pdf  # noqa: F401
