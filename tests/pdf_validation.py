"""veraPDF over files that the library makes: fetched by Maven once (tools/pdf_validation), in one process."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.run import REPOSITORY

TOOLS = REPOSITORY / "tools" / "pdf_validation"
JARS = REPOSITORY / ".verapdf"


def missing() -> str:
    """Why nothing can be judged here; empty when it can."""
    if not shutil.which("javac"):
        return "no JDK (javac)"
    return "" if _is_fetched() or shutil.which("mvn") else "no Maven (mvn)"


def _is_fetched() -> bool:
    done = JARS / ".complete"
    return done.is_file() and done.stat().st_mtime >= (TOOLS / "pom.xml").stat().st_mtime


def _fetch() -> None:
    command = ["mvn", "-q", "-B", "-f", str(TOOLS / "pom.xml"), "dependency:copy-dependencies"]
    subprocess.run([*command, f"-DoutputDirectory={JARS}"], check=True, capture_output=True, timeout=500)
    (JARS / ".complete").touch()


def broken_rules(files: Iterable[Path]) -> dict[str, list[str]]:
    """By name of a file the rules of PDF/UA-1 that it breaks, each with its sentence. Skips without Java,
    unless services are required.
    """
    if reason := missing():
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    if not _is_fetched():
        _fetch()
    wanted = list(files)
    command = ["java", "-Xmx512m", "-cp", f"{JARS}/*", str(TOOLS / "ValidatePdf.java"), *map(str, wanted)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False).stdout
    lines = [line.split("\t") for line in told.splitlines() if line.count("\t")]
    judged = {Path(line[0]).name for line in lines}
    assert judged == {path.name for path in wanted}, told
    return {
        path.name: [
            f"{rule}: {said[0] if said else ''}"
            for name, rule, *said in lines
            if name == str(path) and rule != "ok"
        ]
        for path in wanted
    }
