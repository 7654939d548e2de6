"""Publications go to review with what their chapters come from."""

from __future__ import annotations

import pytest

from knowledge.base import origin_narrowed
from knowledge.enums import AccessLevel
from publications.models import PublicationPage
from tests.factories import MethodCardPageFactory, PublicationPageFactory

pytestmark = pytest.mark.django_db


def chapter(*origins: object) -> list[tuple[str, dict[str, object]]]:
    return [("section", {"anchor": "a", "title": "A", "body": "<p>A.</p>", "derived_from": list(origins)})]


def test_a_publication_goes_with_the_origin_of_a_chapter() -> None:
    origin, other = MethodCardPageFactory(), MethodCardPageFactory()
    guide = PublicationPageFactory(sections=chapter(origin))
    rest = PublicationPageFactory(slug="ein-anderer", sections=chapter(other))
    origin_narrowed.send(type(origin), page=origin, level=AccessLevel.EDITORS.value)
    levels = [PublicationPage.objects.get(pk=page.pk).access_level for page in (guide, rest)]
    assert levels == [AccessLevel.EDITORS, AccessLevel.PUBLIC]
