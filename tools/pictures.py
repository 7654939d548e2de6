"""Pictures of every page type for the documentation, taken by a browser of a library with demo content:
``python -m tools.pictures http://127.0.0.1:8000``. Chromium has to be on the machine.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import urllib.request
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER: Final = Path(__file__).parents[1] / "docs" / "bilder"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")

WIDTHS: Final = (360, 768, 1280)
HEIGHT: Final = 1100
"""The first view and a little more: whole pages would be ten times as heavy and say no more."""

COLOURS: Final = 32
"""Of a palette: text and flat areas need no more, and a picture weighs some ten kB."""

SHEET: Final = 1.25
"""Pixels to a point of a printed sheet: its small print can be read."""


def first(base: str, kind: str) -> dict[str, str]:
    """The first record of a kind."""
    with urllib.request.urlopen(f"{base}/api/v1/{kind}?limit=1") as answer:  # noqa: S310 - the caller's own
        found: dict[str, str] = json.load(answer)["items"][0]
    return found


def first_of(base: str, kind: str) -> str:
    """Its address."""
    found = first(base, kind)["url"]
    return found[found.index("/", len("https://")) :]


def first_below(base: str, address: str, on: str = "") -> str:
    """Address of the first page below another that it, or the page ``on``, links to."""
    with urllib.request.urlopen(base + (on or address)) as answer:  # noqa: S310 - the caller's own
        found = re.search(rf'href="({re.escape(address)}[^"#?]+/)"', answer.read().decode())
    return found[1] if found else address


def page_types(base: str) -> dict[str, str]:
    """An address of each page type, by the name of its pictures."""
    guide = first_of(base, "publications")
    keys = [first(base, kind)["key"] for kind in ("cases", "lessons", "methods")]
    return {
        "start": "/",
        "faelle": "/faelle/",
        "fall": first_of(base, "cases"),
        "methoden": "/methoden/",
        "methode": first_of(base, "methods"),
        "lehren": "/lehren/",
        "lehre": first_of(base, "lessons"),
        "veroeffentlichungen": "/veroeffentlichungen/",
        "leitfaden": guide,
        "kapitel": first_below(base, guide),
        "reihe": first_below(base, "/veroeffentlichungen/reihe/", on=guide),
        "staffeln": "/staffeln/",
        "staffel": first_of(base, "cycles"),
        "bericht": "/staffelbericht/1/",
        "themen": "/themen/",
        "thema": "/themen/finanzen/",
        "zielgruppen": "/zielgruppen/",
        "zielgruppe": "/zielgruppen/buergermeister/",
        "paket": "/zielgruppen/kaemmerei/#paket",
        "dossier": f"/dossier/ansicht/?{urlencode([('key', key) for key in keys])}",
        "passt": f"/passt/{keys[0]}/",
        "suche": "/suche/?q=Gemeinderat+blockiert+alles",
        "abdeckung": "/abdeckung/",
        "bewertung": "/so-bewerten-wir/",
        "inhalt": "/ueber/",
        "frage": "/frage/",
        "barriere": "/barriere-melden/",
        "fehler": "/diese-seite-gibt-es-nicht/",
    }


def views(address: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Name, settings of the browser and address of each view of a page."""
    for width in WIDTHS:
        yield str(width), {"viewport": {"width": width, "height": HEIGHT}}, address
    desktop = {"viewport": {"width": 1280, "height": HEIGHT}}
    yield "dunkel", desktop | {"color_scheme": "dark"}, address
    yield "kontrast", desktop | {"forced_colors": "active"}, address
    yield "englisch", desktop, f"/en{address}"


PRINTED: Final = "druck"
"""The view that is no screen: the first sheet out of the printer."""


def names(types: Collection[str]) -> set[str]:
    """Names of all pictures of these page types."""
    every = [view for view, _options, _address in views("")]
    return {f"{name}-{view}" for name in types for view in (*every, PRINTED)}


def store(name: str, png: bytes, folder: Path = FOLDER) -> None:
    """Write a picture with few colours."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS).save(folder / f"{name}.png", optimize=True)


def take(browser: Browser, base: str, name: str, address: str) -> None:
    """All pictures of one page type, the printed first sheet included."""
    for view, options, path in views(address):
        context = browser.new_context(**options)
        page = context.new_page()
        page.goto(base + path)
        store(f"{name}-{view}", page.screenshot())
        context.close()
    context = browser.new_context(viewport={"width": 1280, "height": HEIGHT})
    page = context.new_page()
    page.goto(base + address)
    store(f"{name}-{PRINTED}", first_sheet(page.pdf(prefer_css_page_size=True)))
    context.close()


def first_sheet(pdf: bytes) -> bytes:
    """What comes out of the printer first, as a picture."""
    document, png = pypdfium2.PdfDocument(pdf), BytesIO()
    document[0].render(scale=SHEET).to_pil().save(png, "PNG")
    return png.getvalue()


def main(base: str) -> None:
    """Take them all; what lies in the folder under another name stays."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        sys.exit("no Chromium on PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, address in page_types(base).items():
            take(browser, base, name, address)
            sys.stdout.write(f"{name}\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
