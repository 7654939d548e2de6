"""The other process of :mod:`search.ingest.pool`: ``python -m search.ingest.process`` reads portions of
documents and writes their terms.

One line of JSON in, one out: the rules in force here and the terms of each document. Knows neither Django nor
a database, and ends with whoever started it, because its input does.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

import orjson

from search.ingest import codec
from search.ingest.preparation import analysed
from search.language import fingerprint


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer until the input ends."""
    for line in source:
        terms = [analysed(codec.document_of(data)) for data in orjson.loads(line)]
        target.write(orjson.dumps((fingerprint(), terms), option=orjson.OPT_APPEND_NEWLINE))
        target.flush()


def main() -> None:
    """Answer on the standard output, which nobody else writes to from here on. Whoever started it decides
    about Ctrl-C.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(1), "wb") as target:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, target)


if __name__ == "__main__":
    main()
