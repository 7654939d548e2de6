"""What of the demo content is learned from, tuned on, and only measured."""

from tools.anonymity.demo_texts import demo_files, demo_texts


def test_demo_parts_do_not_overlap_and_cover_all():
    parts = [{path.name for path in demo_files(part)} for part in ("tuning", "thresholds", "holdout")]
    assert sum(len(part) for part in parts) == len(set.union(*parts)) == len(demo_files())
    assert all(len(part) >= 5 for part in parts)


def test_texts_are_sentences_without_the_names_of_sources(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(
        "id: L01 a\ntitle: Ein Satz\nsources: [Name eines Menschen]\nsteps: [{text: Noch einer}]\n"
    )
    assert demo_texts(path=file) == ["Ein Satz", "Noch einer"]


def test_an_unreadable_file_is_left_out(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("a: [")
    assert demo_texts(path=file) == []
