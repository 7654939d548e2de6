"""No draft holds a name given at intake, whatever saves it: a form, an import, a command or a client of an
interface. The form of a case says so field by field; this is what stands behind it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cases.gate.findings import named_texts
from cases.models import CasePage
from cases.sections import stored_words, strings_in

__all__ = ["connect"]


def connect() -> None:
    """Look at every new revision of a case, once per process."""
    pre_save.connect(_without_names, sender=Revision, dispatch_uid="cases.gate.drafts")


def _without_names(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    if raw or not instance._state.adding:
        return
    if instance.content_type_id != ContentType.objects.get_for_model(CasePage).pk:
        return
    case = CasePage(pk=int(instance.object_id))
    texts = [text for text in strings_in(stored_words(CasePage, instance.content)) if text]
    if named_texts(case, texts):
        raise ValidationError(
            _(
                "Der Text enthält einen Namen, der bei der Aufnahme genannt wurde. Bitte ersetzen; auch ein"
                " Entwurf enthält ihn nicht."
            )
        )
