"""A pytest plugin that takes one guard out: ``GUARD`` is ``module:name`` or ``module:Class.name``, and every
call of it answers ``INSTEAD``, a Python literal, from then on; :data:`ITSELF` stands for what it
was called on.
"""

from __future__ import annotations

import ast
import os
import sys
from importlib import import_module
from typing import Any

ITSELF = "itself"


def resolved(guard: str) -> tuple[Any, str]:
    """The object that holds a guard, and its name there. Raises ``AttributeError`` for an unknown one."""
    module, _colon, path = guard.partition(":")
    *holders, name = path.split(".")
    holder: Any = import_module(module)
    for part in holders:
        holder = getattr(holder, part)
    getattr(holder, name)
    return holder, name


def pytest_collection_finish(session: Any) -> None:
    """After Django is set up and the tests are known."""
    holder, name = resolved(os.environ["GUARD"])
    asked = os.environ["INSTEAD"]
    instead = None if asked == ITSELF else ast.literal_eval(asked)
    original = getattr(holder, name)

    def out(*called: Any, **values: Any) -> Any:
        return called[0] if asked == ITSELF else instead

    # Modules that took the guard by its name ask it there.
    takers = [module for module in list(sys.modules.values()) if vars(module).get(name) is original]
    for each in (holder, *takers):
        setattr(each, name, out)
