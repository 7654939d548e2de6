"""Links inside texts lead only where everybody may go."""

from __future__ import annotations

import pytest

from knowledge.web.rich_text import ReadablePageLinkHandler
from tests.factories import LessonPageFactory


@pytest.mark.django_db
def test_pages_come_in_the_order_of_the_links() -> None:
    public, inner = LessonPageFactory(), LessonPageFactory(access_level="alumni")
    links = [{"id": str(inner.pk)}, {"id": str(public.pk)}, {"id": "kaputt"}, {}, {"id": "0"}]
    found = ReadablePageLinkHandler.get_many(links)
    assert [page and page.pk for page in found] == [None, public.pk, None, None, None]
