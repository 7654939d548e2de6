"""Forms that anybody may send, and the mails they cause: limits, confirmations, background work."""
