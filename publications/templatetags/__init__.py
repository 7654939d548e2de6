"""Tags of what is handed over."""
