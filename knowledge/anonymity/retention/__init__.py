"""What stays and what goes: the trail, the scrub, the search for residue."""
