"""Every mail is signed by who runs the library."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from knowledge.templatetags import host

MAILS = {
    path.relative_to(settings.BASE_DIR / "templates").as_posix()
    for path in (settings.BASE_DIR / "templates").glob("**/mail/*.txt")
}
UNSIGNED = {
    "cases/mail/letter.txt": "a person signs it by name",
    "knowledge/mail/barrier.txt": "goes to those who run the library",
}


@pytest.mark.parametrize("name", sorted(MAILS))
def test_a_mail_ends_with_the_signature_of_the_host(name: str) -> None:
    text = (settings.BASE_DIR / "templates" / name).read_text(encoding="utf-8")
    assert ("\n-- \n{% host_signature %}\n" in text) is (name not in UNSIGNED)


def test_no_exception_is_left_over() -> None:
    assert UNSIGNED.keys() <= MAILS


@pytest.mark.parametrize(
    "name", ["cases/mail/contact_confirm.txt", "knowledge/mail/application_reopened.txt"]
)
def test_the_name_that_was_entered_stands_below(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class House:
        name, library_name = "Forum Nord & Süd", "Archiv"

    monkeypatch.setattr(host, "host_look", lambda: House)
    assert render_to_string(name).rstrip().endswith("-- \nForum Nord & Süd · Archiv")
