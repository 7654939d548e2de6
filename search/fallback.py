"""While the engine is away: the fallback index on this machine answers, and without one the titles in the
database, with a notice.

Never "0 Treffer" because a server is away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import FieldError
from django.db import DatabaseError
from django.utils.html import escape
from django.utils.translation import gettext as _

from search import engines, registry
from search.contract import EngineUnavailable, Hit, SearchRequest, SearchResponse, Viewer
from search.ingest import readable_part
from search.language import composed
from search.query import Grammar, QueryTerms, content_words, parse
from search.registry import DocumentSource
from search.results import Matcher, best_per_word

logger = logging.getLogger(__name__)

#: Titles looked at per kind.
MAX_TITLES = 2_000
#: Records built for one answer.
MAX_LOOKED_AT = 40


def answer(
    request: SearchRequest,
    viewer: Viewer,
    grammar: Grammar,
    search_fallback_index: Callable[[SearchRequest, Viewer], SearchResponse],
) -> SearchResponse:
    """The answer of the fallback index, complete with facets, or of the titles; ``degraded`` and with a
    sentence for the reader.
    """
    if engines.fallback_index() is not None:
        try:
            notice = _(
                "Der Suchserver ist gerade nicht erreichbar. Diese Treffer kommen aus seiner Kopie; was eben"
                " erst veröffentlicht wurde, kann noch fehlen."
            )
            return replace(search_fallback_index(request, viewer), degraded=True, notice=notice)
        except EngineUnavailable as error:
            logger.warning("search fallback index unavailable, answering from titles: %s", error)
    return answer_from_titles(request, viewer, grammar)


def answer_from_titles(request: SearchRequest, viewer: Viewer, grammar: Grammar) -> SearchResponse:
    """Rank titles by the words they share with the query."""
    parsed = parse(request.text, grammar, request.literal)
    words = content_words(parsed)
    matcher = Matcher([QueryTerms(w.forms) for w in words])
    scored: list[tuple[float, str, DocumentSource, Any]] = []
    for source in registry.sources():
        for pk, title in _titles(source):
            found = best_per_word(matcher.scan(title))
            score = sum(place.target.value for place in found.values())
            if score > 0 or not words:
                scored.append((score, title, source, pk))
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    # Counted is only what this viewer may see, so that a total tells nothing about the rest.
    seen = [
        hit
        for score, _title, source, pk in scored[:MAX_LOOKED_AT]
        if (hit := _hit(source, pk, score, viewer))
    ]
    hits = seen[request.offset : request.offset + request.limit]
    notice = _(
        "Die Volltextsuche ist gerade nicht erreichbar. Sie sehen Treffer in den Titeln; Filter wirken erst"
        " wieder mit ihr."
    )
    return SearchResponse(request, tuple(hits), len(seen), degraded=True, notice=notice)


def _titles(source: DocumentSource) -> list[tuple[Any, str]]:
    try:
        return [
            (pk, composed(title)) for pk, title in source.eligible().values_list("pk", "title")[:MAX_TITLES]
        ]
    except (FieldError, DatabaseError):
        logger.warning("no titles of %s for the fallback search", source.kind)
        return []


def _hit(source: DocumentSource, pk: Any, score: float, viewer: Viewer) -> Hit | None:
    obj = source.eligible().filter(pk=pk).first()
    if obj is None:
        return None
    document = readable_part(source.build(obj), viewer)
    if not viewer.may_read(document.audience) or document.key not in source.visible([document.key], viewer):
        return None
    return Hit.of(document, score, snippet=escape(document.summary), title_html=escape(document.title))
