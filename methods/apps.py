"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodsConfig(AppConfig):
    """Methods of the library."""

    name = "methods"
    verbose_name = _("Methodenkarten")

    def ready(self) -> None:
        """Hear of what happens to a cycle: its plans are copied with it, and a meeting that was held is asked
        how its methods went.
        """
        from knowledge.cycle import consultation_recorded, cycle_copied, meeting_held
        from methods import reporting
        from methods.models import ask_for_reports, copy_plans

        cycle_copied.connect(copy_plans, dispatch_uid="methods.copy_plans")
        meeting_held.connect(ask_for_reports, dispatch_uid="methods.ask_for_reports")
        consultation_recorded.connect(ask_for_reports, dispatch_uid="methods.ask_after_consultation")
        reporting.register()
