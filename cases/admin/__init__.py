"""The editors' side of a case: what is missing, release, review, workflow."""
