"""The servers of the tests: two test processes that start theirs at the same moment do not get in each
other's way.
"""

from __future__ import annotations

from tests.contract import elastic_server


def ports(block: elastic_server.PortBlock, nodes: int) -> set[int]:
    return {block.first + number + offset for number in range(nodes) for offset in (0, 100)}


def test_ports_are_taken_before_the_server_listens() -> None:
    one, other = elastic_server.PortBlock(3), elastic_server.PortBlock(3)
    try:
        assert not ports(one, 3) & ports(other, 3)
    finally:
        one.release()
        other.release()


def test_released_ports_can_be_had_again() -> None:
    first = set()
    for _time in range(700):  # more often than there are blocks
        block = elastic_server.PortBlock(1)
        first.add(block.first)
        block.release()
    assert len(first) < 700
