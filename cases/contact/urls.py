"""Addresses of the trustee."""

from django.urls import path

from cases.contact import views

urlpatterns = [
    path("fallgeber/<str:key>/", views.contact, name="contact"),
    path("treuhand/gesendet/", views.sent, name="contact_sent"),
    path("treuhand/frage/<str:token>/", views.question, name="contact_question"),
    path("treuhand/antwort/<str:token>/", views.reply, name="contact_answer"),
    path("treuhand/antwort/<str:token>/ablehnen/", views.refuse, name="contact_refuse"),
]
