"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Cases of the library."""

    name = "cases"
    verbose_name = _("Beratungsfälle")

    def ready(self) -> None:
        """Install the rules of the gate with its jobs, register its system checks, connect the scrub: they
        need every model.
        """
        from cases import checks, gate

        gate.install()
        gate.scrubbing.connect()
        checks.connect()
