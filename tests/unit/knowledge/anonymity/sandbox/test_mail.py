"""Saved mails: subject and body with encodings undone, files named."""

from __future__ import annotations

import pytest

from knowledge.anonymity.sandbox import ReadingRefused
from knowledge.anonymity.sandbox.mail import is_mail, read_mail

HEAD = b"From: a@example.org\r\nSubject: =?iso-8859-1?q?Stra=DFe?=\r\nMIME-Version: 1.0\r\n"


def mail(rest: str) -> bytes:
    return HEAD + rest.replace("\n", "\r\n").encode("cp1252")


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (HEAD + b"\r\nx", True),
        (b"From a@b Mon\nFrom: a\nTo: b\nSubject: c\n\nx", True),
        (b"Betreff: Bad\nLage: alt\n\nText", False),
        (b"To: b\nText", False),
        (b"", False),
    ],
)
def test_a_mail_is_told_by_its_headers(data: bytes, is_one: bool) -> None:
    assert is_mail(data) is is_one


def test_one_of_the_alternatives_is_read_and_files_are_named() -> None:
    reading = read_mail(
        mail(
            'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type:'
            ' multipart/alternative; boundary="y"\n\n'
            "--y\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nS8OkdGhl\n"
            "--y\nContent-Type: text/html\n\n<p>K&auml;the</p>\n--y--\n"
            "--x\nContent-Type: application/pdf\nContent-Disposition: attachment;"
            " filename=Gutachten.pdf\n\nx\n"
            "--x\nContent-Type: image/png\nContent-Disposition: inline; filename=logo.png\n\nx\n--x--\n"
        )
    )
    assert reading.text == "Betreff: Straße\n\nKäthe"
    assert reading.dropped == {"attachment": 1, "image": 1}
    assert reading.names == {"attachment": ["Gutachten.pdf"]}


def test_a_page_in_an_old_encoding() -> None:
    reading = read_mail(
        mail('Content-Type: text/html; charset=windows-1252\n\n<p>Käthe<p style="display:none">y')
    )
    assert (reading.text, reading.dropped) == ("Betreff: Straße\n\nKäthe", {"hidden": 1})


def test_a_wrong_encoding_is_guessed() -> None:
    assert "Käthe" in read_mail(mail("Content-Type: text/plain; charset=utf-8\n\nKäthe")).text


def test_flowed_lines_become_whole() -> None:
    text = read_mail(mail("Content-Type: text/plain; format=flowed\n\nEine \nlange Zeile.\nNeu.")).text
    assert text.endswith("Eine lange Zeile.\nNeu.")


def test_a_sealed_mail_says_so() -> None:
    with pytest.raises(ReadingRefused, match="locked"):
        read_mail(mail("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx"))
