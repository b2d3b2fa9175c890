"""The API, built from the catalogue."""
