"""Judges what is written in and beside a file, and cleans uploads that wait for a form.

Wagtail keeps a file whose form is incomplete under its own name and as it came (``UploadedFile``), so those
pass the same cleaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db.models.signals import pre_save
from wagtail.models import UploadedFile

from knowledge.anonymity.detector import NAME_KINDS, DetectorUnavailable, find
from knowledge.anonymity.files import FileRefused, clean_image, clean_pdf, random_name
from knowledge.anonymity.retention import trail
from knowledge.guard.rules import GuardUnavailable

__all__ = [
    "CleanFile",
    "clean_content",
    "connect",
    "findings_in",
    "has_come_in",
    "is_new",
    "read_all",
]


class CleanFile(ContentFile):  # type: ignore[type-arg]
    """A file that has been cleaned; its class says so, so that nobody cleans it twice."""


def is_new(file: Any) -> bool:
    """Whether a model's file was just handed in and has not been cleaned."""
    return bool(file) and not getattr(file, "_committed", True) and not isinstance(file.file, CleanFile)


def has_come_in(file: Any) -> bool:
    """Whether a model's file is about to be stored for the first time."""
    return bool(file) and not getattr(file, "_committed", True)


def read_all(file: Any) -> bytes:
    """The bytes of an open file, from its beginning."""
    file.seek(0)
    content: bytes = file.read()
    file.seek(0)
    return content


def findings_in(text: str, *, allowed: Sequence[str] = ()) -> list[str]:
    """Words that certainly name a person, place or organisation and are not among the ``allowed`` names, each
    once, in order. Raises ``GuardUnavailable``.
    """
    passed = {name.casefold() for name in allowed}
    try:
        found = find(text.replace("_", " "))
    except DetectorUnavailable as error:
        raise GuardUnavailable from error
    words = (
        " ".join(finding.text.split())
        for finding in found
        if finding.kind in NAME_KINDS and finding.is_certain
    )  # fmt: skip
    return list(dict.fromkeys(word for word in words if word.casefold() not in passed))


def clean_content(content: bytes) -> CleanFile:
    """Any file the library takes, cleaned, under a random name. Raises ``FileRefused``."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return CleanFile(clean_pdf(content).content, name=random_name("pdf"))
    image = clean_image(content)
    return CleanFile(image.content, name=random_name(image.suffix))


def _clean_upload(sender: Any, instance: UploadedFile, raw: bool = False, **kwargs: Any) -> None:
    if raw or not is_new(instance.file):
        return
    try:
        instance.file = clean_content(read_all(instance.file))
    except FileRefused as error:
        trail.note_lasting(
            subject="uploadedfile:neu",
            action="datei",
            reasons=[f"abgelehnt:{error.code}"],
            user=instance.uploaded_by_user,
        )
        raise PermissionDenied(str(error)) from error


def connect() -> None:
    """Connect the cleaning of waiting uploads once."""
    pre_save.connect(_clean_upload, sender=UploadedFile, dispatch_uid="knowledge.files.upload")
