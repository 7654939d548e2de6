"""What an operator needs: diagnoses, backup, masking of logs, the address, the schema, the SQLite backend,
what left the public since a backup.

Django loads the backend before any model, so what needs a model is named as a module and not imported here.
"""

from knowledge.operations.finding import HINT, OK, PROBLEM, Diagnosis, register

__all__ = [
    "HINT",
    "OK",
    "PROBLEM",
    "Diagnosis",
    "backup",
    "deployment",
    "health",
    "log_masking",
    "placeholders",
    "queue",
    "readiness",
    "register",
    "schema",
    "site_address",
    "sqlite",
    "statistics",
    "warming",
    "withdrawals",
]
