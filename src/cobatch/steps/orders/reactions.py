"""Orders react to no earlier step."""
