"""Starting the app: an imported register takes the place of the one that comes with the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from knowledge.anonymity import register


@pytest.mark.parametrize("is_there", [True, False])
def test_imported_register_is_used_where_there_is_one(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    used: list[Path] = []
    monkeypatch.setattr(register, "use_register", used.append)
    path = tmp_path / "register.csv"
    settings.ANONYMITY_REGISTER_FILE = str(path)
    if is_there:
        path.write_text("", encoding="utf-8")
    apps.get_app_config("knowledge").ready()
    assert used == ([path] if is_there else [])
