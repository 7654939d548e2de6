"""A dossier made with the Tab, Enter and space keys alone, read as a screen reader reads it: search, case,
method, dossier. Each page on the way is walked from its first stop to its last.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import Library, Watch
from tests.sampling import sampled

OpenPage = Callable[..., tuple[Page, Watch]]

MOST_STOPS = 250
"""A page with more is one that nobody leaves by keyboard."""

LISTEN = """() => {
  const ring = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo)
    const seen = style.outlineStyle !== 'none' && !/, 0\\)$|transparent/.test(style.outlineColor)
    return seen && parseFloat(style.outlineWidth) >= 2
  }
  const described = element => {
    let marked = ring(element) || ring(element, '::after')
    for (let around = element.parentElement; around && !marked; around = around.parentElement)
      marked = ring(around)
    const box = element.getBoundingClientRect()
    return {
      what: element.outerHTML.slice(0, 160),
      ring: marked,
      inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }
  }
  window.stops = []
  window.reached = new Set()
  document.addEventListener('keyup', event => {
    const element = document.activeElement
    if (event.key !== 'Tab' || element === document.body) return
    window.reached.add(element)
    window.stops.push(described(element))
  })
}"""

MISSED = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.disabled
    && element.tabIndex >= 0 && !window.reached.has(element))
  // Of a group of choices the keyboard has one stop; the arrows lead to the others.
  .filter(element => element.type !== 'radio'
    || ![...window.reached].some(other => other.type === 'radio' && other.name === element.name))
  .map(element => element.outerHTML.slice(0, 160))"""


def named(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything that takes the focus, as the accessibility tree has them."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
        and any(p["name"] == "focusable" and p["value"]["value"] for p in node.get("properties", ()))
        and node["role"]["value"] not in {"RootWebArea", "main"}
    ]


def walk(page: Page) -> None:
    """From the top of a page through all its stops: each is seen, each is named, none is left out."""
    page.evaluate(LISTEN)
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    else:
        pytest.fail("the Tab key does not come to an end")
    stops = page.evaluate("window.stops")
    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not stop["ring"]] == [], "nothing shows where the focus is"
    assert [stop["what"] for stop in stops if not stop["inView"]] == [], "the focus is out of sight"
    assert page.evaluate(MISSED) == [], "the Tab key passes over them"
    roles = {role for role, _name in named(page)}
    assert roles <= {
        "link", "button", "textbox", "searchbox", "combobox", "spinbutton", "InputTime", "checkbox", "radio",
        "DisclosureTriangle", "listbox", "option",
    }, roles  # fmt: skip
    assert [found for found in named(page) if not found[1].strip()] == [], "without a name"


def tab_to(page: Page, selector: str) -> None:
    """Press the Tab key until the focus is on what the selector finds first."""
    wanted = page.wait_for_selector(selector, state="attached")
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("element => element === document.activeElement", wanted):
            return
    pytest.fail(f"{selector} is not reached")


def keep(page: Page) -> str:
    """Keep the record of this page; returns its title."""
    tab_to(page, "main .handover [data-keep]")
    page.keyboard.press("Space")
    title = page.get_by_role("heading", level=1).inner_text()
    kept = page.get_by_role("button", name=re.compile(f"^Gemerkt: {re.escape(title)}$"), pressed=True)
    expect(kept).to_be_focused()
    expect(
        page.get_by_role("status").filter(has_text=re.compile("^Gemerkt – in Ihrer Merkliste$"))
    ).to_have_count(1)
    way = page.get_by_role("link", name="– in Ihrer Merkliste")
    expect(way).to_have_count(1)
    assert "/dossier/?key=" in (way.get_attribute("href") or "")
    return title


@pytest.mark.parametrize("width", sampled([390, 1280], keep=[390]))
def test_a_dossier_is_made_by_keyboard_alone(library: Library, open_page: OpenPage, width: int) -> None:
    page, _watch = open_page(width=width, height=844)
    page.goto(library["home"])
    tab_to(page, "main [name=q]")
    page.keyboard.type("Gemeinderat blockiert alles")
    page.keyboard.press("Enter")

    page.wait_for_url("**/suche/?q=*")
    expect(page.get_by_role("article")).not_to_have_count(0)
    tab_to(page, ".card--case .card__title a")
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    page.wait_for_url("**/faelle/**")
    assert page.get_by_role("heading", level=1).inner_text() == title
    kept = [keep(page)]
    if width == 390:  # a phone folds what follows
        tab_to(page, "section[aria-labelledby=methoden] summary")
        page.keyboard.press("Enter")
    tab_to(page, "section[aria-labelledby=methoden] .entries a")
    page.keyboard.press("Enter")

    page.wait_for_url("**/methoden/**")
    kept.append(keep(page))
    if width == 390:
        tab_to(page, ".menu summary")
        page.keyboard.press("Enter")
    tab_to(page, "[data-kept]")
    expect(page.get_by_role("link", name="Dossier (2)")).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/dossier/\?key=.*&key="))
    tab_to(page, "[formaction$='/ansicht/']")
    expect(page.get_by_role("button", name="Ansehen und drucken")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossier/ansicht/**")
    for record in kept:
        expect(page.get_by_role("main").get_by_role("heading", name=record)).to_be_visible()


@pytest.mark.parametrize("name", ["search", "case", "method", "dossier", "question", "application-form"])
def test_every_stop_of_a_page_is_seen_named_and_reached(
    library: Library, open_page: OpenPage, name: str
) -> None:
    page, _watch = open_page()
    address = library.url + "/dossier/?key=F12&key=M01" if name == "dossier" else library[name]
    page.goto(address)
    walk(page)
