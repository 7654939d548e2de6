"""Prints HTML as PDF/UA-1: the child process of :mod:`publications.pdf.rendering`, without Django.

WeasyPrint with fonts and layout takes some 80 megabytes that a process never gives back; here they end with
the file. Reads ``{"html", "folders"}`` as JSON, writes the PDF, says on the error stream what it left out.
"""

from __future__ import annotations

import json
import logging
import mimetypes
import sys
from pathlib import Path
from typing import Any

UNAVAILABLE = 3
"""Exit code where WeasyPrint or its system libraries are missing."""


def _static_file(url: str, folders: list[str]) -> Path:
    """The file of ``static:/…``; raises ``ValueError`` for anything else, because a PDF must not make a
    request to anybody.
    """
    name = url.removeprefix("static:/").lstrip("/")
    for folder in folders if url.startswith("static:/") else ():
        root = Path(folder).resolve()
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file():
            return path
    raise ValueError(f"{url} is not a static file of the library")


def main() -> int:
    """Print what stands on the standard input."""
    logging.getLogger("weasyprint").addHandler(logging.StreamHandler())
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    asked = json.load(sys.stdin.buffer)

    class StaticFetcher(URLFetcher):  # type: ignore[misc]
        """Serves static files and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = _static_file(url, asked["folders"])
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), headers={"Content-Type": kind})

    page = weasyprint.HTML(string=asked["html"], base_url="static:/", url_fetcher=StaticFetcher())
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
