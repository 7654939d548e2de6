"""Each page type, judged by axe with no rule ignored, in light and wide or in dark at 320 pixels (in both as
a drill), with and without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page

from tests.functional.conftest import Library, Watch
from tests.sampling import sampled

PAGE_TYPES = [
    "home",
    "cases",
    "case",
    "methods",
    "method",
    "lessons",
    "lesson",
    "publications",
    "publication",
    "chapter",
    "cycles",
    "cycle",
    "call",
    "application-form",
    "newsletter",
    "ballot-code",
    "themes",
    "theme",
    "groups",
    "coverage",
    "group",
    "content",
    "ratings",
    "search",
    "search-empty",
    "search-nothing",
    "search-quoted",
    "search-many",
    "save-search",
    "save-nothing",
    "saved",
    "saved-search",
    "saved-search-confirmed",
    "barrier",
    "barrier-reported",
    "easy",
    "question",
    "question-asked",
    "question-answer",
    "question-answer-confirmed",
    "release",
    "gallery",
    "login",
    "logged-out",
    "missing",
    "english-home",
    "english-case",
    "english-search",
]
FIRST_VIEW_BYTES = 60_000
INLINE = """[...document.querySelectorAll('[style], style, ' +
  'script:not([src], [type="application/ld+json"]), [onclick], [onchange], [onsubmit]')]
  .map(e => e.outerHTML.slice(0, 120))"""

OpenPage = Callable[..., tuple[Page, Watch]]


def complaints_of_axe(page: Page) -> list[str]:
    """Violations as lines that name the element."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


LOOKS = {"light": 1280, "dark": 320}
IN_BOTH_LOOKS = ("home", "cases", "case", "methods", "method", "lesson", "search")
#: Every page in one look, and those that hold most kinds of things in both.
SEEN = {*zip(PAGE_TYPES, [*LOOKS] * len(PAGE_TYPES), strict=False), *product(IN_BOTH_LOOKS, LOOKS)}


@pytest.mark.parametrize(("name", "look"), sampled(product(PAGE_TYPES, LOOKS), keep=SEEN))
def test_page_type_for_everybody(library: Library, open_page: OpenPage, name: str, look: str) -> None:
    page, watch = open_page(width=LOOKS[look], scheme=look)
    response = page.goto(library[name])
    assert response is not None
    assert response.status == (404 if name == "missing" else 200)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == ("en" if name.startswith("english") else "de")
    assert page.title()
    assert page.evaluate(INLINE) == [], "styles or scripts inside the page"
    assert complaints_of_axe(page) == []
    assert overflow(page) == 0, "scrolls sideways"
    assert watch.strangers(library.url) == [], "asks a third party"
    refused = [text for text in watch.complaints if "404" not in text]
    assert refused == [], "the browser complains, perhaps about the content security policy"


SENT = {
    "sentence": "Gerade kann nichts gespeichert werden. Was Sie geschrieben haben, steht noch da.",
    "sends": True,
    "address": "/frage/",
    "fields": [("text", "Wie?")],
    "secrets": ["password"],
    "files": ["upload"],
    "texts": ["Wie gewinnen wir Ehrenamtliche für den Bürgerbus, wenn schon die Feuerwehr keine findet?"],
}


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_a_page_without_the_library_behind_it_is_dark_where_the_screen_is(
    library: Library, open_page: OpenPage, name: str
) -> None:
    page, watch = open_page(width=360, height=640, scheme="dark")
    body = render_to_string(name, SENT)
    page.route("**/kaputt/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(library.url + "/kaputt/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(value) for value in re.findall(r"\d+", paper)[:3]) < 60, paper
    assert complaints_of_axe(page) == [], "the colours of the text, too"
    assert overflow(page) == 0
    assert all(request.startswith(library.url) for request in watch.requests) and watch.complaints == [], (
        "a style sheet is away"
    )


CHOICES = """[...document.querySelectorAll('main :is([type=radio], [type=checkbox])')].map(input => {
  const text = document.createRange()
  text.selectNodeContents(input.labels[0])
  text.setStartAfter(input)
  const line = [...text.getClientRects()].find(box => box.width > 1)
  const circle = input.getBoundingClientRect()
  return {width: circle.width, gap: line.left - circle.right, above: circle.top < line.bottom,
    below: circle.bottom > line.top}
})"""


@pytest.mark.parametrize(("name", "width"), [("release", 360), ("release", 1280), ("save-search", 360)])
def test_a_choice_stands_on_the_line_of_its_label(
    library: Library, open_page: OpenPage, name: str, width: int
) -> None:
    page, _watch = open_page(width=width)
    page.goto(library[name])
    choices = page.evaluate(CHOICES)
    assert choices
    for choice in choices:
        assert choice["width"] <= 24 and 0 < choice["gap"] <= 24 and choice["above"] and choice["below"], (
            choice
        )


def test_a_list_has_one_kind_of_bullets(library: Library, page: Page) -> None:
    page.goto(library["release"])
    found = page.eval_on_selector_all(
        ".prose ul.list",
        "all => all.map(e => getComputedStyle(e)).map(style => [style.listStyleType, style.paddingLeft])",
    )
    assert found and all(kind == ["none", "0px"] for kind in found)


def test_forced_colours_underline_the_section_one_is_in_and_no_other(library: Library, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(library["cases"])
    found = page.locator(".nav a").evaluate_all(
        """all => all.map(link => {
          const paper = getComputedStyle(document.body).backgroundColor
          return [link.hasAttribute('aria-current'), getComputedStyle(link).borderBottomColor !== paper]
        })"""
    )
    assert [True, True] in found and all(current == seen for current, seen in found), found


def test_what_to_do_first_is_numbered(library: Library, page: Page) -> None:
    page.goto(library["group"])
    first = page.locator(".package__steps ol")
    assert first.locator("li").count() == 3
    assert first.evaluate("list => getComputedStyle(list).listStyleType") == "decimal"


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_page_type_without_javascript(library: Library, open_page: OpenPage, name: str) -> None:
    page, _watch = open_page(javascript=False, width=320)
    page.goto(library[name])
    assert page.locator("main h1").is_visible()
    assert overflow(page) == 0
    assert page.locator("[data-print]:visible").count() == 0, "a print button that cannot work"
    page.locator(".menu summary").click()
    assert page.locator(".menu nav a").first.is_visible(), "the menu opens without JavaScript"


@pytest.mark.parametrize("name", ["home", "case", "method", "search", "application-form"])
def test_first_view_is_light(library: Library, open_page: OpenPage, name: str) -> None:
    """As browsers get it: files packed once for all (WhiteNoise), pages as they go out (the byte cache)."""
    page, _watch = open_page(width=360, height=740)
    weights: dict[str, int] = {}

    def weigh(response: Any) -> None:
        body, path = response.body(), urlsplit(response.url).path
        if not path.endswith(".woff2"):
            body = brotli.compress(body, quality=11 if path.startswith("/static/") else 5)
        weights[path] = len(body)

    page.on("response", weigh)
    page.goto(library[name], wait_until="networkidle")
    assert sum(weights.values()) <= FIRST_VIEW_BYTES, sorted(weights.items(), key=lambda row: -row[1])


def test_nothing_blocks_the_first_view(library: Library, page: Page) -> None:
    page.goto(library["home"])
    assert page.locator("head script:not([type=module]):not([defer]):not([async])").count() == 0


def test_skip_link_comes_first_and_leads_to_the_content(library: Library, page: Page) -> None:
    page.goto(library["case"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhalt"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_text_at_double_size_does_not_scroll_sideways(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(width=640, height=900)
    for name in ("home", "case", "method", "search"):
        page.goto(library[name])
        page.evaluate(
            "document.documentElement.setAttribute('data-zoom', '2'); document.documentElement.style.fontSize"
            " = '200%'"
        )
        assert overflow(page) == 0, name


TOO_WIDE = """measure => [...document.querySelectorAll('main p, main .search--large')]
  .filter(e => !e.closest('.card, .feature, table, .areas, .listing'))
  .map(e => [e, e.getBoundingClientRect(), parseFloat(getComputedStyle(e).lineHeight)])
  .filter(([e, box, line]) => box.width > measure && (e.matches('.search') || box.height > 1.9 * line))
  .map(([e]) => e.textContent.trim().slice(0, 60))"""
MEASURE = 45 * 16
"""``--measure`` in pixels."""


def test_text_of_several_lines_ends_at_one_right_edge(library: Library, open_page: OpenPage) -> None:
    page, _watch = open_page(width=1280, height=900)
    too_wide = {}
    for name in ("home", "missing", "coverage", "search", "lesson", "cycle", "method"):
        page.goto(library[name])
        if found := page.evaluate(TOO_WIDE, MEASURE + 1):
            too_wide[name] = found
    assert too_wide == {}


@pytest.mark.parametrize("name", ["cycles", "ratings", "content"])
def test_beside_a_long_text_stands_where_to_go(library: Library, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(library[name])
    side = page.locator(".record__side")
    text, beside = page.locator(".record__main").bounding_box(), side.bounding_box()
    assert beside["x"] > text["x"] + text["width"] and beside["y"] < 900
    inside = [link.get_attribute("href") for link in side.locator("a[href^='#']").all()]
    assert all(page.locator(anchor).count() == 1 for anchor in inside)
    assert len(inside) >= 2 or side.get_by_role("link", name="Jetzt anmelden").is_visible()


def test_language_switch_keeps_page_and_filters(library: Library, page: Page) -> None:
    page.goto(library.url + "/faelle/?ausgang=gescheitert")
    page.get_by_role("link", name="English").click()
    assert page.url == library.url + "/en/faelle/?ausgang=gescheitert"
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Deutsch").click()
    assert page.url == library.url + "/faelle/?ausgang=gescheitert"


def test_german_content_is_marked_in_the_english_interface(library: Library, page: Page) -> None:
    page.goto(library["english-case"])
    assert page.locator("main").get_attribute("lang") is None
    assert page.locator("h1").get_attribute("lang") is None, "it has an English title"
    assert page.locator(".keyquestion p").get_attribute("lang") == "de"
    page.goto(library["english-search"])
    assert page.locator("main").get_attribute("lang") is None
    # A record with an English version has its English title; every other title says that it is German.
    titles = page.locator(".card__title").evaluate_all(
        "all => all.map(e => [e.getAttribute('lang'), e.textContent.trim()])"
    )
    english = [title for language, title in titles if language is None]
    german = [title for language, title in titles if language == "de"]
    assert english and german and len(english) + len(german) == len(titles)
    page.goto(library.url + "/suche/?q=Haushalt")
    shown_in_german = {title.strip() for title in page.locator(".card__title").all_text_contents()}
    assert set(german) <= shown_in_german and not set(english) & shown_in_german
