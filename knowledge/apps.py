"""The core app, which is the project package as well."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """Formats, cycles, lessons, taxonomies, anonymity."""

    name = "knowledge"
    verbose_name = _("Wissen des Forums")

    def ready(self) -> None:
        """Register the system checks and the demo loaders of every app."""
        from knowledge import checks  # noqa: F401

        autodiscover_modules("demo_loader")
