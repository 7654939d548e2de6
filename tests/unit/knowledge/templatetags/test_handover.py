"""What the bar of a page puts into a mail."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from knowledge.templatetags.handover import MOST_OF_A_MAIL, mail_link


def body_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["body"][0]


def test_a_mail_names_title_what_is_told_and_address() -> None:
    link = mail_link("Das Hallenbad & die Vereine", "Ausgang: Umgesetzt. Ein Kern.", "https://b.example/f/")
    assert link.startswith("mailto:?subject=Das%20Hallenbad%20%26%20die%20Vereine&body=")
    assert body_of(link).split("\r\n\r\n") == [
        "Das Hallenbad & die Vereine", "Ausgang: Umgesetzt. Ein Kern.", "https://b.example/f/",
    ]  # fmt: skip


def test_a_page_without_a_kernel_is_named_by_title_and_address() -> None:
    assert body_of(mail_link("Impressum", "", "https://b.example/")) == "Impressum\r\n\r\nhttps://b.example/"


def test_what_no_mail_program_takes_ends_after_a_word_and_keeps_the_address() -> None:
    link = mail_link("Titel", "Überörtliche Größenänderung " * 200, "https://b.example/f/")
    assert len(link) <= MOST_OF_A_MAIL
    told = body_of(link).split("\r\n\r\n")
    assert told[-1] == "https://b.example/f/" and told[1].endswith(("Größenänderung …", "Überörtliche …"))
