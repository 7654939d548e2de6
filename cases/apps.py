"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Cases of the library."""

    name = "cases"
    verbose_name = _("Beratungsfälle")

    def ready(self) -> None:
        """Install the rules of the gate with its jobs, register its system checks, connect the scrub, tell
        the lessons what became of cases, count who was at the meetings: they need every model.
        """
        from cases import checks, contact, followup, gate, restored, retold  # noqa: F401 - declare jobs and what is done hourly
        from cases.gate import cycle_requirements
        from cases.models import newest_follow_ups
        from cases.profile import count_those_present
        from knowledge.cycle import attendance_recorded
        from knowledge.lessons import tell_outcomes

        gate.install()
        gate.scrubbing.connect()
        restored.connect()
        retold.connect()
        checks.connect()
        tell_outcomes(newest_follow_ups)
        cycle_requirements.register()
        attendance_recorded.connect(count_those_present, dispatch_uid="cases.count_those_present")
