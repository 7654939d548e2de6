"""Anonymity of cases: detector, uniqueness of profiles, gate and scrub."""
