"""What readers report as a barrier: kept for those who answer, and for nobody longer than needed."""

from knowledge.barriers.actions import forget_old_reports, forget_reports_of, report_barrier, reports_of
from knowledge.barriers.models import KEPT, BarrierReport

__all__ = [
    "KEPT",
    "BarrierReport",
    "forget_old_reports",
    "forget_reports_of",
    "report_barrier",
    "reports_of",
]
