"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Cases of the library."""

    name = "cases"
    verbose_name = _("Beratungsfälle")
