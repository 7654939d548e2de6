"""Addresses of the search API; include it as ``path("api/v1/", include("search.web.api_urls"))``."""

from django.urls import path

from search.web import api

app_name = "search_api"

urlpatterns = [
    path("search", api.api_search, name="api_search"),
    path("suggest", api.api_suggest, name="api_suggest"),
]
