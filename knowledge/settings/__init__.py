"""Settings by environment: ``dev``, ``test``, ``production``; all read ``environment`` once."""
