"""Addresses of the adoption reports."""

from django.urls import path, re_path

from publications.adoption import views

urlpatterns = [
    path("uebernahmen/", views.adoptions, name="adoptions"),
    re_path(r"^uebernahmen/tabelle\.(?P<form>csv|xlsx)$", views.adoptions_table, name="adoptions_table"),
    path("uebernahme/<str:key>/", views.report, name="adoption"),
    path("uebernahme/<str:key>/danke/", views.reported, name="adoption_reported"),
]
