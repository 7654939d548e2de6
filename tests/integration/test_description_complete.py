"""A description is complete: whatever is handed on is made from it alone, so what is missing here is missing
in every export, feed and dossier.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import asdict
from html import unescape
from typing import Any

import pytest
from django.test import Client

from knowledge.guard.public_texts import texts_of
from knowledge.listing import as_json, as_linked_data, describe
from search import registry
from search.contract import Audience, Viewer
from tests.integration.conftest import Library

CODES = {"case": "F01", "method": "M01", "lesson": "L01", "publication": "P01", "cycle": "S1"}

NOT_PRINTED = {
    "case": {"inner_passages"},  # for some readers alone, whose description has them
    "method": {
        "inner_passages",
        "group_note",  # this and the next help editors; the card does not print them
        "duration_reason",
    },
    "lesson": {
        "inner_passages",
        "anchors",  # the place inside another record
    },
    "publication": set[str](),
    "cycle": {
        "forumcycle.title",  # its page has a title of its own
        "forumcycle.federal_states",
        # what the page of the call prints
        "forumcycle.call_text",
        "forumcycle.call_texts",
        "forumcycle.commitment",
        "forumcycle.confidentiality",
        "forumcycle.costs",
        "forumcycle.meetings",
        "workingmeeting.region_band",
        "sessionblock.title",  # the title of a card that this reader may not know
    },
}
"""What is written and belongs into no description."""


def words(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def told(described: Any) -> str:
    parts = [
        described.title,
        described.summary,
        described.citation,
        *described.areas,
        *described.entry_phrases,
    ]
    parts += [fact.value for fact in described.facts]
    parts += [other.reason for other in described.related]
    parts += [f"{section.anchor} {section.heading} {section.text}" for section in described.sections]
    return words("\n".join(parts))


@pytest.mark.parametrize("kind", CODES)
def test_every_word_that_readers_see_is_described(library: Library, kind: str) -> None:
    missing = defaultdict(set)
    for page in registry.source_for(kind).public():
        said = told(describe(page))
        for name, _label, text in texts_of(page):
            if name not in NOT_PRINTED[kind] and any(
                words(line) not in said for line in text.splitlines() if line.strip()
            ):
                missing[name].add(text[:60])
    assert {name: sorted(found)[:2] for name, found in missing.items()} == {}


@pytest.mark.parametrize("kind", ["case", "method", "lesson"])
def test_inner_passages_are_described_to_their_readers_alone(library: Library, kind: str) -> None:
    alumna = Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI}))
    tried = 0
    for page in registry.source_for(kind).public():
        for row in page.inner_passages.all():
            line = words(row.text.splitlines()[0])
            assert line not in told(describe(page))
            assert (line in told(describe(page, alumna))) is (row.audience == Audience.ALUMNI)
            tried += 1
    assert tried


@pytest.mark.parametrize("kind", CODES)
def test_every_anchor_stands_on_the_page_and_every_fact_has_a_name(
    library: Library, client: Client, kind: str
) -> None:
    for page in registry.source_for(kind).public()[:6]:
        described, shown = describe(page), client.get(page.get_url()).text
        assert [part.anchor for part in described.sections if f'id="{part.anchor}"' not in shown] == []
        assert all(part.heading and part.text for part in described.sections)
        assert all(fact.name and fact.label and fact.value for fact in described.facts)
        assert len({fact.name for fact in described.facts}) == len(described.facts)


@pytest.mark.parametrize("kind", CODES)
def test_every_channel_says_the_same(library: Library, client: Client, kind: str) -> None:
    page = library.page(CODES[kind])
    described = describe(page)
    source = registry.source_for(kind)
    document = source.build(page)
    body, linked = as_json(described), as_linked_data(described)
    listed = {item["key"]: item for item in client.get(f"/api/v1/{kind}s?limit=100").json()["items"]}
    for made in (document, described):
        assert (made.key, made.kind, made.title, made.url) == (
            source.key(page),
            kind,
            page.title,
            page.get_url(),
        )
    is_event = kind == "cycle"  # schema.org gives events a description, and neither licence nor release
    abstract = linked["description" if is_event else "abstract"]
    assert document.summary == described.summary == body["summary"] == abstract
    assert listed[described.key]["summary"] == described.summary
    assert document.entry_phrases == described.entry_phrases == tuple(body["entry_phrases"])
    assert document.released == described.released == body["released"]
    assert linked.get("datePublished", "") == ("" if is_event else described.released)
    # Without an anchor a passage stands at the top of the page, where title, summary and facts are.
    found = {part.anchor for part in document.passages if part.audience in ("", Audience.PUBLIC)}
    assert found - {""} <= {part.anchor for part in described.sections}
    assert [asdict(fact) for fact in described.facts] == json.loads(json.dumps(body["facts"]))
    assert described.licence in described.citation
    assert (body["licence"], body["citation"]) == (described.licence, described.citation)
    assert linked.get("creditText") == (None if is_event else described.citation)
    feed = client.get("/suche/atom", {"q": page.title}).text
    entry = next(part for part in feed.split("<entry>") if page.get_url() in part)
    assert words(unescape(described.summary)) in words(unescape(unescape(entry)))
    assert not described.released or f"<updated>{described.released}T" in entry


@pytest.mark.parametrize("kind", CODES)
def test_related_records_are_links_of_the_page(library: Library, client: Client, kind: str) -> None:
    page = library.page(CODES[kind])
    shown = client.get(page.get_url()).text
    assert [other.title for other in describe(page).related if f'href="{other.url}' not in shown] == []
