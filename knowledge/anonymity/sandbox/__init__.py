"""The one sandbox: foreign files are read in a child process with limits, never in the web process.

Cheap to import and without Django: the libraries that read files are loaded in the child alone.
"""

from knowledge.anonymity.sandbox.characters import plain_text
from knowledge.anonymity.sandbox.runner import ReadingRefused, SandboxReader, read_in_sandbox

__all__ = ["ReadingRefused", "SandboxReader", "plain_text", "read_in_sandbox"]
