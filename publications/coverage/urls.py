"""Addresses of the publications app that are no pages."""

from django.urls import path

from publications.coverage import views

urlpatterns = [path("abdeckung/", views.coverage, name="coverage")]
