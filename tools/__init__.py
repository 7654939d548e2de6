"""What makes shipped data: it is no part of the running library."""
