"""What leaves the house: rows of the outbox on their way to a receiver, at least once, in order per recipient."""
