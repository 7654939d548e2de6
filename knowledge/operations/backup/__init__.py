"""A library that survives its machine: one archive of database, media and settings, put back into an empty
installation.

The keys are never in it: whoever finds the archive alone reads no raw case (docs/anleitung/sicherung.md).
"""

from knowledge.operations.backup.actions import create, restore
from knowledge.operations.backup.archive import BackupRefused, newest
from knowledge.operations.backup.job import MAKE_BACKUP

__all__ = ["MAKE_BACKUP", "BackupRefused", "create", "newest", "restore"]
