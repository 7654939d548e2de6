"""Method cards, run sheets, session plans."""
