"""Addresses of the project that ``wagtail start`` makes, with the newest records on its first page."""
# ruff: noqa: I001 - "search" is an app of that project

from django.template.response import TemplateResponse
from django.urls import include, path
from records.models import RecordPage
from search import views as search_views
from wagtail import urls as wagtail_urls
from wagtail.models import Page


def home(request):
    """The first page with its menu, as a template of a site has it."""
    page = Page.objects.live().get(depth=2)
    newest = RecordPage.objects.live().order_by("-first_published_at")[:7]
    return TemplateResponse(request, "records/home.html", {"page": page, "records": newest})


urlpatterns = [
    path("", home),
    path("search/", search_views.search, name="search"),
    path("", include(wagtail_urls)),
]
