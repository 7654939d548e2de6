"""Addresses of what others take away."""

from django.urls import path, re_path

from publications.exports import views
from publications.exports.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("oai", views.oai, name="oai"),
    re_path(r"^suche/tabelle\.(?P<form>csv|xlsx)$", views.table, name="table"),
    re_path(
        r"^reihe/(?P<series>[a-z0-9-]+)/tabelle\.(?P<form>csv|xlsx)$", views.series_table, name="series_table"
    ),
    re_path(r"^zitieren/(?P<key>[a-z]+:[0-9a-f]{32})\.(?P<form>bib|ris)$", views.citation, name="citation"),
]
