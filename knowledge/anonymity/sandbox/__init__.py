"""The one sandbox: foreign files are read, and texts looked through, by the child process of this machine.

Cheap to import and without Django: what reads files is loaded in the child alone.
"""

from knowledge.anonymity.sandbox.characters import plain_text
from knowledge.anonymity.sandbox.runner import (
    ReadingRefused,
    SandboxReader,
    read_file_in_sandbox,
    read_in_sandbox,
    use_file_limits,
    use_folder,
)

__all__ = [
    "ReadingRefused",
    "SandboxReader",
    "plain_text",
    "read_file_in_sandbox",
    "read_in_sandbox",
    "use_file_limits",
    "use_folder",
]
