"""Addresses of the search; include it as ``path("suche/", include("search.web.urls"))``."""

from django.urls import path

from search import saved
from search.web import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("atom", saved.atom, name="atom"),
    path("merken/", saved.save, name="save"),
    path("merken/gesendet/", saved.saved, name="saved"),
    path("abo/<uuid:key>/", saved.subscription, name="subscription"),
    path("abo/<uuid:key>/bestaetigen/", saved.confirm_subscription, name="confirm_subscription"),
]
