"""Badges, tags and marks stand beside each other and beside the text, never on them, whatever the language
makes of their words.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.functional.conftest import Library, Watch

OpenPage = Callable[..., tuple[Page, Watch]]

OVERLAPS = """() => {
  const slack = 1.5  // descenders of one line reach into the next
  const boxes = [...document.querySelectorAll('main :is(.badge, .tag, .mark, .size, .stance__sign, .kind)')]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().width > 1)
  const texts = []
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (!node.data.trim() || !node.parentElement.checkVisibility()) continue
    if (node.parentElement.closest('.kern-sr-only')) continue
    if (getComputedStyle(node.parentElement).clipPath !== 'none') continue  // for a screen reader alone
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) texts.push([node, box])
  }
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack
  const found = []
  for (const element of boxes) {
    const box = element.getBoundingClientRect()
    const words = element.textContent.trim().replace(/\\s+/g, ' ')
    for (const other of boxes)
      if (other !== element && !element.contains(other) && !other.contains(element)
          && meet(box, other.getBoundingClientRect()))
        found.push(`${words} / ${other.textContent.trim()}`)
    for (const [node, text] of texts)
      if (!element.contains(node) && meet(box, text)) found.push(`${words} on ${node.data.slice(0, 60)}`)
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`${words} leaves the page`)
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
      found.push(`${words} is cut`)
  }
  return [boxes.length, found]
}"""

PAGES = ("home", "cases", "lessons", "search", "theme", "group", "case", "lesson", "method", "cycle")


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["german", "english"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_badge_stands_on_another_or_on_text(
    library: Library, open_page: OpenPage, prefix: str, width: int
) -> None:
    page, _watch = open_page(width=width, height=900)
    overlaps, seen = {}, 0
    for name in PAGES:
        page.goto(library.url + prefix + library.addresses[name])
        count, found = page.evaluate(OVERLAPS)
        seen += count
        if found:
            overlaps[name] = found
    assert seen > 100 and overlaps == {}


def test_the_overlap_of_two_badges_is_found(library: Library, page: Page) -> None:
    """What the test above would say if a badge were pushed onto its neighbour."""
    page.goto(library["cases"])
    page.locator(".card .badge").first.evaluate(
        """badge => {
          const kind = badge.closest('.card').querySelector('.kind')
          const way = kind.getBoundingClientRect().left - badge.getBoundingClientRect().left
          badge.style.setProperty('translate', `${way}px`)
        }"""
    )
    assert page.evaluate(OVERLAPS)[1] != []
