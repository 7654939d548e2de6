"""The child process that prints reads static files alone."""

from __future__ import annotations

import pytest

from publications.pdf import printer, rendering


@pytest.mark.parametrize(
    ("url", "is_there"),
    [
        ("static:/css/pdf.css", True),
        ("static:/../settings/base.py", False),
        ("static:/css", False),
        ("file:///etc/hostname", False),
        ("https://example.org/css/pdf.css", False),
    ],
)
def test_only_static_files_are_read(url: str, is_there: bool) -> None:
    if is_there:
        assert printer._static_file(url, rendering._static_folders()).name == "pdf.css"
    else:
        with pytest.raises(ValueError, match="not a static file"):
            printer._static_file(url, rendering._static_folders())
