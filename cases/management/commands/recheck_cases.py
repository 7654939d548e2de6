"""``manage.py recheck_cases``: judges every live case with the present detector and register; run it every
night.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.gate import Outlook, outlook, recheck, scan
from cases.models import CasePage
from cases.restored import catch_up
from cases.sections import CaseText
from knowledge import contributions, phrases
from knowledge.anonymity.detector import DETECTOR_VERSION, DetectorUnavailable
from knowledge.guard import GuardUnavailable
from search.operations import RegularCommand


class Command(RegularCommand):
    help = _(
        "Prüft alle veröffentlichten Fälle mit der neuesten Anonymitätsprüfung. Was sicher jemanden nennt,"
        " nimmt den Fall ab; für Zweifelhaftes bekommt die Redaktion eine Frist. Für jede Nacht gedacht."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help=_("nur berichten, was geschähe; nichts abnehmen, keine Frist setzen"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per case: address, result, codes and fields; never a word of the text. Raises
        ``CommandError`` while nobody can look; what is live stays.
        """
        try:
            self._recheck(dry=bool(options["dry_run"]))
        except DetectorUnavailable as error:
            raise CommandError(
                _("Die Anonymitätsprüfung antwortet nicht: %(error)s") % {"error": error}
            ) from error
        except GuardUnavailable as error:
            raise CommandError(error.messages[0]) from error

    def _recheck(self, *, dry: bool) -> None:
        taken = waiting = total = 0
        for pk in CasePage.objects.live().order_by("pk").values_list("pk", flat=True):
            case = CasePage.objects.select_related("clearance").get(pk=pk)
            is_other = case.cleared_otherwise
            result = self._foresee(case) if dry else recheck(case=case)
            total += 1
            taken += bool(result.problems)
            waiting += result.due is not None
            other = _("am Tor vorbei geändert, ") if is_other else ""
            self.stdout.write(f"{case.slug}  {other}{self._line(result, dry=dry)}".rstrip())
        summary = ngettext(
            "%(total)s Fall geprüft, %(taken)s abgenommen, %(waiting)s mit Frist, Prüfung %(version)s.",
            "%(total)s Fälle geprüft, %(taken)s abgenommen, %(waiting)s mit Frist, Prüfung %(version)s.",
            total,
        )
        self.stdout.write(
            summary % {"total": total, "taken": taken, "waiting": waiting, "version": DETECTOR_VERSION}
        )
        if not dry:
            catch_up()
        if not dry and (back := contributions.recheck()):
            self.stdout.write(
                ngettext(
                    "%(count)s Beitrag wartet wieder auf eine Entscheidung.",
                    "%(count)s Beiträge warten wieder auf eine Entscheidung.",
                    back,
                )
                % {"count": back}
            )
        if not dry and (gone := phrases.recheck()):
            self.stdout.write(
                ngettext(
                    "%(count)s Satz unter „So wird danach gefragt“ herausgenommen.",
                    "%(count)s Sätze unter „So wird danach gefragt“ herausgenommen.",
                    gone,
                )
                % {"count": gone}
            )
        if dry:
            self.stdout.write(_("Nur ein Bericht: Nichts wurde abgenommen, keine Frist gesetzt."))

    def _foresee(self, case: CasePage) -> Outlook:
        """The same judgement; what the scan writes down is taken back."""
        with transaction.atomic():
            text = CaseText.of(case)
            scan(case, text, afresh=True)
            result = outlook(case, text)
            transaction.set_rollback(True)
        return result

    def _line(self, result: Outlook, *, dry: bool) -> str:
        if result.problems:
            state = _("würde abgenommen") if dry else _("abgenommen")
            return (
                f"{state} "
                f" {', '.join(sorted({f'{problem.code} ({problem.field})' for problem in result.problems}))}"
            )
        if result.due is None:
            return _("in Ordnung")
        kinds = ", ".join(sorted({finding.kind for finding, _due in result.terms}))
        return _("zu entscheiden bis %(date)s") % {"date": f"{result.due:%d.%m.%Y}"} + f"  {kinds}"
