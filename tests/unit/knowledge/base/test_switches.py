"""A switch is on inside its block, for nobody beside, and off again after an error."""

from __future__ import annotations

import threading

import pytest

from knowledge.base import Switch


def test_a_switch_is_on_inside_its_block_only() -> None:
    switch = Switch("tried")
    assert not switch
    with switch.on():
        with switch.on():
            assert switch
        assert switch, "the inner block leaves the outer one as it is"
    with pytest.raises(ZeroDivisionError), switch.on():
        _ = 1 / 0
    assert not switch


def test_nobody_beside_sees_it_on() -> None:
    switch, seen = Switch("tried"), []
    with switch.on():
        thread = threading.Thread(target=lambda: seen.append(bool(switch)))
        thread.start()
        thread.join()
    assert seen == [False]
