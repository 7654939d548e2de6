"""Addresses of the feedback on pages."""

from django.urls import path

from publications.feedback import views

urlpatterns = [
    path("rueckmeldung/<uuid:key>/", views.give, name="feedback"),
    path("rueckmeldung/<slug:place>/", views.give_on_place, name="place_feedback"),
    path("rueckmeldung/antwort/<uuid:key>/", views.answered, name="feedback_answer"),
]
