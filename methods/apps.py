"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodsConfig(AppConfig):
    """Methods of the library."""

    name = "methods"
    verbose_name = _("Methodenkarten")
