"""What programs and dossiers ask of a library with four times the cases; cold, nothing is kept."""

from __future__ import annotations

import io
import os
import re

from tests.benchmarks.clock import ROUNDS, fixed_loop
from tests.benchmarks.goals import Reached

__all__ = ["measure"]


def measure() -> list[Reached]:
    """A page of OAI-PMH, a list by the API, the sitemap and a feed (50 ms each), a dossier as file (3 s)."""
    from django.core.cache import cache
    from django.core.management import call_command
    from django.test import Client

    from publications.dossier import Selection, collect, compose, write
    from search import registry
    from search.index import apply

    call_command("load_demo", size=4, stdout=io.StringIO())
    apply.drain()
    client = Client(HTTP_HOST="localhost")

    def ask(address: str, mark: bytes, least: int) -> None:
        cache.clear()
        assert client.get(address).content.count(mark) >= least

    counts = {"case": 9, "lesson": 6, "method": 4, "publication": 1}
    sources = {kind: registry.source_for(kind) for kind in counts}
    keys = [
        sources[kind].key(page) for kind, most in counts.items() for page in sources[kind].public()[:most]
    ]
    selection = Selection.of_keys(keys, audience="gemeinderat", pages=12, title="")
    listed = re.findall(r"<loc>http://localhost(/sitemap-.*?)</loc>", client.get("/sitemap.xml").text)
    part = listed[0] if listed else "/sitemap.xml"
    records = "/oai?verb=ListRecords&metadataPrefix=oai_dc"
    rows = []
    for name, most_ms, rounds, work in (
        ("OAI-PMH, 50", 50, ROUNDS, lambda: ask(records, b"<record>", 50)),
        ("API, 100", 50, ROUNDS, lambda: ask("/api/v1/cases?limit=100", b'"key"', 100)),
        ("part of the sitemap", 50, ROUNDS, lambda: ask(part, b"<loc>", 50)),
        ("feed of cases", 50, ROUNDS, lambda: ask("/feeds/case.atom", b"<entry>", 10)),
        ("dossier, Word", 3000, 3, lambda: write(compose(selection, *collect(selection)), "docx")),
        ("dossier, PDF", 3000, 3, lambda: write(compose(selection, *collect(selection)), "pdf")),
    ):
        work()
        unit, before = fixed_loop(), os.times()
        for _round in range(rounds):
            work()
        after = os.times()
        cpu = (sum(after[:4]) - sum(before[:4])) / rounds  # with the process that prints a PDF
        rows.append(
            Reached(
                "P10",
                name,
                f"<= {most_ms} ms CPU",
                f"{cpu * 1000:.0f} ms CPU",
                cpu * 1000 <= most_ms,
                to_loop=cpu / unit,
            )
        )
    return rows
