"""Which worker runs which tests, and in what order.

Tests of a file stay together, because they share what the file has made, and so do those of an
``xdist_group`` or of a folder that share a server. The longest of these units begin first: the last minute of
a run belongs to short ones, and no worker waits for the other.
"""

from __future__ import annotations

from typing import Any

import pytest

#: Folders whose tests share a server.
TOGETHER = ("tests/functional/",)
#: What runs longest, longest first. The first ones need no copy of the demo library, which is built
#: meanwhile.
LONGEST = ("operation", "tests/relevance/", "elasticsearch", "residue", "tests/functional/", "browsed")


def unit(nodeid: str) -> str:
    """The group of a test, its folder, or its file."""
    if nodeid.rfind("@") > nodeid.rfind("]"):
        return nodeid.rpartition("@")[2]
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


def _rank(name: str) -> int:
    return next((rank for rank, start in enumerate(LONGEST) if name.startswith(start)), len(LONGEST))


def arrange(items: list[pytest.Item]) -> None:
    """Longest first; within a rank as they were, shuffled or not, but unit by unit."""
    places: dict[str, int] = {}
    for item in items:
        places.setdefault(unit(item.nodeid), len(places))
    items.sort(key=lambda item: (_rank(unit(item.nodeid)), places[unit(item.nodeid)]))


def is_whole_suite(config: pytest.Config) -> bool:
    """Whether this process hands the whole suite to others."""
    return (
        bool(getattr(config.option, "numprocesses", None))
        and config.args_source == pytest.Config.ArgsSource.TESTPATHS
        and not (config.option.keyword or config.option.collectonly)
    )


def scheduler(config: pytest.Config, log: Any) -> Any:
    """Hands out units in the order of collection."""
    from xdist.scheduler import LoadGroupScheduling

    class ByUnit(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit(nodeid)

    config.option.loadscopereorder = False
    return ByUnit(config, log)
