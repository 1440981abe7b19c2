"""One tool call and how it ended."""
