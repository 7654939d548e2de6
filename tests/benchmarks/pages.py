"""Pages cold and kept beside the peer's and beside the least that Django can do."""

from __future__ import annotations

from tests.benchmarks.goals import Reached
from tests.benchmarks.plain import Plain
from tests.benchmarks.plain.measuring import asked, cost

__all__ = ["measure_cold", "measure_kept"]

#: Page: (most queries, most fixed loops), as the design wants them.
COLD = {"home": (6, 0.40), "list": (6, 0.40), "detail": (5, 0.30), "search": (None, None)}


def _addresses() -> dict[str, str]:
    from cases.models import CasePage

    return {
        "home": "/",
        "list": "/faelle/",
        "detail": CasePage.objects.public().first().get_url(),
        "search": "/suche/?q=Gemeinderat",
    }


def measure_cold(plain: Plain) -> list[Reached]:
    """Queries and CPU of one request that nothing is kept for, per page type."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, rows, theirs, hello = Client(HTTP_HOST="localhost"), [], plain.ask("pages"), plain.ask("hello")
    for name, address in _addresses().items():

        def request(address: str = address) -> None:
            cache.clear()
            assert client.get(address).status_code == 200

        ours = cost(request)
        with CaptureQueriesContext(connection) as captured:
            request()
        queries, loops = COLD[name]
        wanted = f"<= {queries} queries, {loops} loops" if queries else "less than the peer"
        rows.append(
            Reached(
                "P2",
                f"{name}, cold",
                wanted,
                f"{len(captured)} queries, {ours['norm']:.2f} loops, {ours['cpu_ms']:.1f} ms"
                f" (peer {theirs[name]['queries']}, {theirs[name]['norm']:.2f})",
                len(captured) <= queries and ours["norm"] <= loops
                if queries
                else ours["norm"] < theirs[name]["norm"],
                to_peer=ours["norm"] / theirs[name]["norm"],
                to_limit=ours["norm"] / hello["norm"],
            )
        )
    return rows


def measure_kept(plain: Plain) -> list[Reached]:
    """A page out of the byte cache beside the peer's page, and beside the one that wagtail-cache keeps; both
    straight through the application that a server calls.
    """
    from django.core.handlers.wsgi import WSGIHandler

    from knowledge.cache import ByteCache

    application, hello = ByteCache(WSGIHandler(), megabytes=16), plain.ask("hello")
    missing = plain.add_wagtail_cache()
    peers = {"the peer": (plain.ask("kept"), 300)}
    if not missing:
        peers["the peer with wagtail-cache"] = (plain.ask("kept", "cached"), 3)
    rows, addresses = [], _addresses()
    for name in ("home", "detail"):
        ours = cost(lambda path=addresses[name]: asked(application, path), 300)
        for peer, (theirs, times) in peers.items():
            faster = theirs[name]["norm"] / ours["norm"]
            rows.append(
                Reached(
                    "P1",
                    f"{name}, kept, beside {peer}",
                    f">= {times} times",
                    f"{faster:.1f} times",
                    faster >= times,
                    to_peer=1 / faster,
                    to_limit=ours["norm"] / hello["norm"],
                )
            )
    assert len(application.store) >= 2, "nothing was kept"
    if missing:
        rows.append(Reached("P1", "kept, beside wagtail-cache", ">= 3 times", f"not measured: {missing}"))
    return rows
