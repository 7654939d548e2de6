"""A long text has its table of contents beside it."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

from knowledge.templatetags.contents import anchored


def shown(text: str, options: str = "") -> str:
    source = "{% load contents %}{% with_contents " + options + " %}" + text + "{% endwith_contents %}"
    return Template(source).render(Context())


def test_headings_get_anchors_made_of_their_words() -> None:
    text, entries = anchored('<h2 lang="de">Für <b>wen</b> &amp; wozu</h2><p>Text</p><h2>Über uns</h2>')
    assert entries == [
        ("abschnitt-fuer-wen-wozu", "Für wen & wozu"),
        ("abschnitt-ueber-uns", "Über uns"),
    ]
    assert '<h2 lang="de" id="abschnitt-fuer-wen-wozu">Für <b>wen</b> &amp; wozu</h2><p>Text</p>' in text


def test_an_anchor_that_is_there_stays_and_none_is_given_twice() -> None:
    text, entries = anchored('<p id="abschnitt-mehr"></p><h2 id="ziel">Ziel</h2><h2>Mehr</h2><h2>Mehr</h2>')
    assert [anchor for anchor, _words in entries] == ["ziel", "abschnitt-mehr-2", "abschnitt-mehr-3"]
    assert '<h2 id="ziel">Ziel</h2>' in text


def test_two_headings_are_listed_beside_the_text_with_their_language() -> None:
    with translation.override("en"):
        page = shown("<h2>Das Forum</h2><h2>Ein &lt;Fall&gt;</h2>", "german=True")
    assert '<a href="#abschnitt-das-forum" lang="de">Das Forum</a>' in page
    assert '<a href="#abschnitt-ein-fall" lang="de">Ein &lt;Fall&gt;</a>' in page
    assert page.index("<nav") < page.index("<h2 id=")


def test_one_heading_needs_no_list() -> None:
    assert "<nav" not in shown("<h2>Das Forum</h2><p>Text</p>")
    assert "<p>Text</p>" in shown("<p>Text</p>")
