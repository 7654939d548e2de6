"""A browser by a name that its owner knows."""

from __future__ import annotations

import pytest

from knowledge.accounts.seen_sessions import browser_name

_BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
_APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_NT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox auf Linux"),
        (f"{_NT} {_BLINK} Safari/537.36", "Chrome auf Windows"),
        (f"{_NT} {_BLINK} Safari/537.36 Edg/140.0", "Edge auf Windows"),
        (f"Mozilla/5.0 (Macintosh; Mac OS X 10_15) {_APPLE} Version/18.0 Safari/605.1", "Safari auf macOS"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {_APPLE} Version/18.0 Mobile/15E148"
         " Safari/604.1", "Safari auf iPhone"),
        (f"Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) {_APPLE} CriOS/140.0 Mobile/15E148 Safari/604.1",
         "Chrome auf iPad"),
        (f"Mozilla/5.0 (Linux; Android 14; K) {_BLINK} SamsungBrowser/28.0 Mobile Safari/537.36",
         "Samsung Internet auf Android"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {_BLINK} Safari/537.36", "Chrome auf ChromeOS"),
        ("Firefox/143.0", "Firefox"),
        ("curl/8.5.0", "Unbekannter Browser"),
        ("<script>alert(1)</script>", "Unbekannter Browser"),
        ("", "Unbekannter Browser"),
    ],
)  # fmt: skip
def test_browsers_are_named(says: str, name: str) -> None:
    assert browser_name(says) == name
