"""Addresses of the search API; include it as ``path("api/v1/", include("search.api_urls"))``."""

from django.urls import path

from search import api

app_name = "search_api"

urlpatterns = [
    path("search", api.api_search, name="api_search"),
    path("suggest", api.api_suggest, name="api_suggest"),
]
