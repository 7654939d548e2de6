"""Addresses of the publications app that are no pages."""

from django.urls import path, re_path

from publications.coverage import views

urlpatterns = [
    path("abdeckung/", views.coverage, name="coverage"),
    re_path(
        r"^abdeckung/(?P<name>groesse|zeitraum|wege)\.(?P<form>csv|xlsx)$",
        views.coverage_table,
        name="coverage_table",
    ),
]
