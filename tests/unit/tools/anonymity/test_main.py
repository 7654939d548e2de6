"""The laboratory says in a sentence what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.anonymity.__main__ import main


@pytest.mark.parametrize("deed", ["train", "evaluate"])
def test_missing_folder(deed: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^There is no folder .*fehlt\.$"):
        main([deed, "--data", str(tmp_path / "fehlt")])


@pytest.mark.parametrize("deed", ["train", "evaluate"])
def test_folder_without_its_sources(deed: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^A source is missing: "):
        main([deed, "--data", str(tmp_path)])


def test_less_than_one_round(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["attack", "--rounds", "0"])
    assert "--rounds" in capsys.readouterr().err
