"""Addresses of the organiser's pages."""

from __future__ import annotations

from typing import Any

from django.urls import path

from knowledge.admin.cycles.applications import (
    cycle_applications,
    cycle_applications_sheet,
    decide_application,
    delete_application,
)
from knowledge.admin.cycles.desk import cycle_desk, cycle_next, cycle_page_new, cycle_step
from knowledge.admin.cycles.meetings import meeting_attendance, meeting_ballot, meeting_lessons
from knowledge.admin.cycles.observations import lesson_version, meeting_observations
from knowledge.admin.cycles.sheets import ballot_slips, ballot_wall, evening_sheet

__all__ = ["cycle_urls"]


def cycle_urls() -> list[Any]:
    """The desk of a cycle, its applications, and what happens at a meeting."""
    return [
        path("staffel/<int:pk>/", cycle_desk, name="cycle_desk"),
        path("staffel/<int:pk>/weiter/", cycle_next, name="cycle_next"),
        path("staffel/<int:pk>/seite/", cycle_page_new, name="cycle_page_new"),
        path("staffel/<int:pk>/anmeldungen/", cycle_applications, name="cycle_applications"),
        path("staffel/<int:pk>/anmeldungen.xlsx", cycle_applications_sheet, name="cycle_applications_sheet"),
        path("schritt/<str:kind>/<int:pk>/", cycle_step, name="cycle_step"),
        path("anmeldung/<int:pk>/", decide_application, name="decide_application"),
        path("anmeldung/<int:pk>/loeschen/", delete_application, name="delete_application"),
        path("treffen/<int:pk>/anwesend/", meeting_attendance, name="meeting_attendance"),
        path("treffen/<int:pk>/lehren/", meeting_lessons, name="meeting_lessons"),
        path("treffen/<int:pk>/urteil/", meeting_ballot, name="meeting_ballot"),
        path("treffen/<int:pk>/beobachtungen/", meeting_observations, name="meeting_observations"),
        path("urteil/<int:pk>/neue-fassung/", lesson_version, name="lesson_version"),
        path("treffen/<int:pk>/wand/", ballot_wall, name="ballot_wall"),
        path("treffen/<int:pk>/zettel/", ballot_slips, name="ballot_slips"),
        path("treffen/<int:pk>/abendblatt/", evening_sheet, name="evening_sheet"),
    ]
