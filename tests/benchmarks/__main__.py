"""``make bench``: the goals beside what a throw-away library reaches, what a plain Wagtail project with the
same texts takes in the same run, and the limits; prints Markdown, writes JSON and Markdown to bench-results/.

Ends with 1 when a ratio is worse than 1.3 times its norm (``norms.json``). A figure called *norm* or *loops*
is CPU seconds divided by the CPU seconds of :func:`tests.benchmarks.clock.fixed_loop` beside it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.benchmarks import goals, handing_over, library, pages, publishing, searching, workers
from tests.benchmarks.clock import cpu_of, fixed_loop
from tests.benchmarks.goals import Reached
from tests.benchmarks.plain import Plain
from tests.drills import report


def measure_anonymity() -> list[dict[str, Any]]:
    """The detector on 2,000 words of the demo: CPU seconds and norm (goal 1 s), megabytes of a fresh process,
    megabytes of model and lists.
    """
    from knowledge.anonymity.detector import find
    from knowledge.anonymity.detector.lexicon import DATA
    from tools.anonymity.demo_texts import demo_texts
    from tools.anonymity.evaluation import speed_and_memory

    text = " ".join(" ".join(demo_texts()).split()[:2000])
    _seconds, megabytes = speed_and_memory(text)
    unit = fixed_loop()
    cpu = cpu_of(lambda: find(text), rounds=5)
    size = sum(path.stat().st_size for path in DATA.iterdir()) / 1e6
    return [
        {
            "words": 2000,
            "cpu_s": round(cpu, 3),
            "norm": round(cpu / unit, 3),
            "memory_mb": megabytes,
            "model_and_lists_mb": round(size, 2),
        }
    ]


def main() -> int:
    """Run every measurement, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "parts", nargs="*", help="cold kept workers publish search rebuild handing-over anonymity"
    )
    parser.add_argument("--folder", type=Path, help="keeps library and peer there for the next run")
    parser.add_argument("--sizes", type=int, nargs="+", default=searching.SIZES, help="100000 takes minutes")
    parser.add_argument("--store-norms", action="store_true", help="what is reached now is the norm")
    options = parser.parse_args()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiterdenken-bench-")))
        folder = options.folder or scratch
        folder.mkdir(parents=True, exist_ok=True)
        library.prepare(folder)
        plain = Plain(folder)
        plain.build(library.texts())
        # The last one makes the library four times as large.
        parts: dict[str, Callable[[], list[Reached]]] = {
            "cold": lambda: pages.measure_cold(plain),
            "kept": lambda: pages.measure_kept(plain),
            "workers": lambda: workers.measure(folder, plain),
            "publish": lambda: publishing.measure(plain),
            "search": lambda: searching.measure(scratch, options.sizes),
            "rebuild": lambda: searching.measure_from_database(plain),
            "handing-over": handing_over.measure,
        }
        wanted = options.parts or [*parts, "anonymity"]
        if unknown := set(wanted) - {*parts, "anonymity"}:
            parser.error(f"no such part: {', '.join(sorted(unknown))}")
        rows: list[Reached] = []
        for name, work in parts.items():
            if name in wanted:
                report.say(f"{name} ...")
                found = work()
                for row in found:  # of a long run that is stopped these are left
                    report.say(f"{row.name}: {row.reached} {row.ratios}")
                rows += found
        results = {"Goals": [row.row() for row in rows]} if rows else {}
        if "anonymity" in wanted:
            results["Anonymity"] = measure_anonymity()
    report.publish("bench", results)
    if options.store_norms:
        goals.store_norms(rows)
    slow = goals.too_slow(rows, goals.read_norms())
    for sentence in slow:
        report.say(f"Slower than it may be: {sentence}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
