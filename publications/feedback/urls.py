"""Addresses of the feedback on pages."""

from django.urls import path

from publications.feedback import views

urlpatterns = [
    path("rueckmeldung/<uuid:key>/", views.give, name="feedback"),
    path("rueckmeldung/antwort/<uuid:key>/", views.answered, name="feedback_answer"),
]
