"""The way of a record into the index and out of it: outbox, worker, local copy, verification, signals."""
