"""Measurements, never tests: figures are ratios against a fixed loop in the same run, because machines
drift.
"""
