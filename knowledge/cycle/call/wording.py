"""What somebody agrees to who applies (Art. 13 DSGVO), with the version that is stored beside the answer."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

__all__ = ["CONSENT", "VERSION"]

VERSION: Final = "1"
"""Rises with every change of :data:`CONSENT`."""

CONSENT: Final[tuple[tuple[Any, Any], ...]] = (
    (
        _("Wofür"),
        _(
            "Name, Mailadresse und Kommune brauchen wir, um die Plätze zu vergeben und Sie zu erreichen."
            " Ihr Anliegen bereitet die Moderation auf die Treffen vor."
        ),
    ),
    (
        _("Wer es sieht"),
        _(
            "Nur Organisation und Moderation dieser Staffel. Name, Kommune und Anliegen werden verschlüsselt"
            " gespeichert, nichts davon wird veröffentlicht oder weitergegeben."
        ),
    ),
    (
        _("Wie lange"),
        _(
            "Bei einer Absage oder wenn Sie zurückziehen 30 Tage, sonst bis 60 Tage nach dem letzten Treffen."
            " Danach wird alles von selbst gelöscht."
        ),
    ),
    (
        _("Ihre Rechte"),
        _(
            "Grundlage ist Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO). Sie können sie jederzeit über"
            " den Link in der Mail zurücknehmen, Auskunft, Berichtigung und Löschung verlangen und sich bei"
            " der Aufsichtsbehörde beschweren. Verantwortlich ist, wer im Impressum steht."
        ),
    ),
)
