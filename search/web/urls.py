"""Addresses of the search; include it as ``path("suche/", include("search.web.urls"))``."""

from django.urls import path

from search.saved import views as saving
from search.web import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("atom", saving.atom, name="atom"),
    path("merken/", saving.save, name="save"),
    path("merken/gesendet/", saving.saved, name="saved"),
    path("abo/<uuid:key>/", saving.subscription, name="subscription"),
]
