"""Addresses of the adoption reports."""

from django.urls import path

from publications.adoption import views

urlpatterns = [
    path("uebernahmen/", views.adoptions, name="adoptions"),
    path("uebernahme/<str:key>/", views.report, name="adoption"),
    path("uebernahme/<str:key>/danke/", views.reported, name="adoption_reported"),
]
