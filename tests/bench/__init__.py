"""Measurements of the whole product, each beside a yardstick of the same run; see docs/guides/measuring.md."""
