"""Drills on a real cluster: ``make drill``, or ``python -m tests.drills.cluster`` and ``python -m
tests.drills.rebuild``. Loopback only.
"""
