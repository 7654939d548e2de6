"""Documents are read by whoever may read a page that uses them: their address is counted and easily
guessed.
"""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, models, transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve
from wagtail.models import Page, ReferenceIndex

from knowledge.base import readable_pages
from knowledge.permissions import viewer_for
from search.contract import Viewer
from search.public_forms import keep_private

__all__ = ["is_readable_by", "serve_document"]

logger = logging.getLogger(__name__)


def is_readable_by(document: Any, viewer: Viewer) -> bool:
    """Whether a page that uses the document is there for this viewer. What no page uses is for editors
    alone.
    """
    return viewer.is_editor or bool(readable_pages(_used_on(document), viewer))


def _used_on(document: Any) -> set[int]:
    """Pages that point at the document or link to it in a text, as readers have them: drafts do not count."""
    linked = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(document),
        to_object_id=str(document.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    found = {int(pk) for pk in linked.values_list("object_id", flat=True)}
    # The reference index may lag behind; a column never does.
    for relation in document._meta.get_fields(include_hidden=True):
        if not relation.auto_created or not relation.one_to_many:
            continue
        rows = relation.related_model
        page = "pk" if issubclass(rows, Page) else _page_column(rows)
        if page is not None:
            found.update(rows.objects.filter(**{relation.field.name: document}).values_list(page, flat=True))
    return found


def _page_column(rows: type[models.Model]) -> str | None:
    """Where rows of a page say whose they are."""
    keys = (field for field in rows._meta.fields if isinstance(field, ParentalKey))
    return next((key.attname for key in keys if issubclass(key.related_model, Page)), None)


@require_safe
def serve_document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponse:
    """``/documents/<id>/<name>``: the file. What is not for everybody is kept by no cache on the way.

    Raises ``Http404`` for whoever may not read it.
    """
    document = get_object_or_404(get_document_model(), pk=document_id)
    viewer = viewer_for(request)
    if not is_readable_by(document, viewer):
        raise Http404
    response: HttpResponse = serve(request, document_id, document_filename)
    if request.method == "GET" and response.status_code == 200 and not viewer.is_editor:
        _count(document)
    if not is_readable_by(document, Viewer()):
        keep_private(response)
    return response


def _count(document: Any) -> None:
    """One more download; by whom is not asked. A database that is busy costs the number and not the file."""
    try:
        with transaction.atomic():
            type(document).objects.filter(pk=document.pk).update(downloads=F("downloads") + 1)
    except OperationalError:
        logger.warning("a download was not counted: the database is busy")
