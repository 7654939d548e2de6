"""The call: applications, places, attendance, the list of those who want to hear of the next one."""

from knowledge.cycle.call.actions import (
    BY_APPLICANT,
    accepts_applications,
    apply,
    decide,
    delete_due,
    leave,
    open_calls,
    record_attendance,
    remove_unreadable,
    reseal_applications,
)
from knowledge.cycle.call.calendar import calendar_of
from knowledge.cycle.call.known import Known, already_known
from knowledge.cycle.call.models import (
    Application,
    ApplicationQuerySet,
    Attendance,
    NewsletterSubscription,
    deletion_day,
    mark_of,
)
from knowledge.cycle.call.newsletter import ask_newsletter_owners, tell_newsletter
from knowledge.cycle.call.places import Spread, spread
from knowledge.cycle.call.sheet import applications_sheet

__all__ = [
    "BY_APPLICANT",
    "Application",
    "ApplicationQuerySet",
    "Attendance",
    "Known",
    "NewsletterSubscription",
    "Spread",
    "accepts_applications",
    "already_known",
    "applications_sheet",
    "apply",
    "ask_newsletter_owners",
    "calendar_of",
    "decide",
    "delete_due",
    "deletion_day",
    "leave",
    "mark_of",
    "open_calls",
    "record_attendance",
    "remove_unreadable",
    "reseal_applications",
    "spread",
    "tell_newsletter",
    "views",
]
