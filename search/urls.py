"""Addresses of the search; include it as ``path("suche/", include("search.urls"))``."""

from django.urls import path

from search import views

app_name = "search"

urlpatterns = [path("", views.results, name="results")]
