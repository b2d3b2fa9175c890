"""End to end: real browsers against a real server on a real database."""
