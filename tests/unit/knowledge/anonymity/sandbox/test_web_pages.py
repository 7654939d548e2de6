"""HTML without its tags, blocks apart, tables in pairs."""

from __future__ import annotations

from knowledge.anonymity.sandbox.web_pages import read_page


def test_blocks_items_rows_and_fields() -> None:
    reading = read_page(
        "<!doctype html><title>x</title><style>p{}</style><h2>Lage</h2><p>Frau "
        "<b>M&uuml;l</b>ler<br>klagt.</p>"
        "<ul><li>eins<li>zwei</ul><table><tr><td>Titel:<td>Bad</table><textarea>Antwort</textarea>"
    )
    assert reading.text == "Lage\n\nFrau Müller\nklagt.\n\n- eins\n- zwei\n\nTitel: Bad\n\nAntwort"
    assert reading.dropped == {}


def test_what_was_chosen_is_read_and_what_is_drawn_or_embedded_is_named() -> None:
    reading = read_page(
        "<p>Rat: <select><option>Stadt<option selected>Markt</select></p>"
        "<p><select><option>erste<option>zweite</select><select multiple><option>keine</select></p>"
        "<p>Formel: <math><mi>a</mi><mo>=</mo><mn>7</mn></math></p>"
        "<iframe src=a></iframe><svg><text>Schaubild</text></svg><svg><path d='M0'/></svg><canvas></canvas>"
    )
    assert reading.text == "Rat: Markt\n\nerste\n\nFormel: a=7"
    assert reading.dropped == {"embedded": 1, "drawing": 2}


def test_what_readers_do_not_see_is_named() -> None:
    reading = read_page(
        '<p>x<p hidden>weg</p><div style="display: none">weg</div><img src=a width=200><script>y</script>'
    )
    assert (reading.text, reading.dropped) == ("x", {"hidden": 2, "image": 1})
