"""Which form the question below a page leads to."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from knowledge.enums import AccessLevel
from knowledge.models import LessonPage

pytestmark = pytest.mark.django_db


def shown(tag: str, **context: Any) -> str:
    return Template("{% load feedback %}{% feedback " + tag + " %}").render(Context(context))


def lesson(level: AccessLevel = AccessLevel.PUBLIC) -> LessonPage:
    return LessonPage(pk=1, translation_key=uuid.uuid4(), access_level=level)


def test_a_page_of_the_tree_leads_to_its_own_form() -> None:
    page, other = lesson(), lesson()
    assert f'"/rueckmeldung/{page.translation_key}/?geholfen=ja"' in shown("", page=page)
    assert f"/rueckmeldung/{other.translation_key}/" in shown("page=other", page=page, other=other)


def test_a_page_beside_the_tree_is_named_in_the_language_of_its_reader() -> None:
    assert '"/rueckmeldung/suche/?geholfen=nein"' in shown('"suche"')
    with translation.override("en"):
        assert '"/en/rueckmeldung/suche/?geholfen=nein"' in shown('"suche"')


def test_where_not_everybody_reads_nothing_is_asked() -> None:
    assert shown("").strip() == ""
    assert shown("", page=lesson(AccessLevel.ALUMNI)).strip() == ""


def test_a_place_that_is_none_is_an_error_of_the_template() -> None:
    with pytest.raises(ValueError, match="woanders"):
        shown('"woanders"')
