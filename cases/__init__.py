"""Cases: anonymised consultations and what became of them."""
