"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodsConfig(AppConfig):
    """Methods of the library."""

    name = "methods"
    verbose_name = _("Methodenkarten")

    def ready(self) -> None:
        """Hear of what happens to a cycle: its plans are copied with it."""
        from knowledge.cycle import cycle_copied
        from methods.models import copy_plans

        cycle_copied.connect(copy_plans, dispatch_uid="methods.copy_plans")
