"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Cases of the library."""

    name = "cases"
    verbose_name = _("Beratungsfälle")

    def ready(self) -> None:
        """Connect the scrub: it needs every model."""
        from cases import scrubbing

        scrubbing.connect()
