"""Pages of the peer: a list, and a record with the fields that the search of Wagtail reads."""

from django.core.paginator import Paginator
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

PER_PAGE = 20


class RecordIndexPage(Page):
    """The list."""

    def get_context(self, request):
        records = RecordPage.objects.child_of(self).live().order_by("-first_published_at")
        page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request) | {"records": page}


class RecordPage(Page):
    """A text."""

    intro = models.TextField()
    body = StreamField([("paragraph", RichTextBlock())])

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    def get_context(self, request):
        beside = RecordPage.objects.sibling_of(self, inclusive=False).live()[:3]
        return super().get_context(request) | {"beside": beside}
