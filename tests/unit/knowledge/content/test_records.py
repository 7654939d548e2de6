"""Records in files."""

from pathlib import Path

import pytest

from knowledge.content.records import RecordError, markdown_to_rich_text, read_record, read_records


def test_paragraphs_lists_and_emphasis() -> None:
    html = markdown_to_rich_text("Erster **Satz**.\n\nZweiter *Satz*.\n\n- eins\n- zwei")
    assert html == "<p>Erster <b>Satz</b>.</p><p>Zweiter <i>Satz</i>.</p><ul><li>eins</li><li>zwei</li></ul>"


def test_line_break_inside_a_paragraph_is_a_space() -> None:
    assert markdown_to_rich_text("reden\nweiter") == "<p>reden weiter</p>"


def test_gender_stars_stay_stars() -> None:
    assert (
        markdown_to_rich_text("Bürger*innen und Fallgeber*in *betont*")
        == "<p>Bürger*innen und Fallgeber*in <i>betont</i></p>"
    )


def test_html_and_images_stay_text() -> None:
    html = markdown_to_rich_text("<script>alert(1)</script> ![x](http://example.org/x.png)")
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("content", "words"), [("- nur\n- Liste", "id:"), ("a: [", "YAML"), ("titel: ohne", "id:")]
)
def test_unusable_file_is_named(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "F99.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=words) as error:
        read_record(path)
    assert "F99.yaml" in str(error.value)


def test_records_come_by_file_name(tmp_path: Path) -> None:
    for name in ("B", "A"):
        (tmp_path / f"{name}.yaml").write_text(f"id: {name}", encoding="utf-8")
    assert [record["id"] for record in read_records(tmp_path)] == ["A", "B"]
