"""What people look for in vain: the log and its radar."""
