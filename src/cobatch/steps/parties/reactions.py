"""Parties react to no earlier step."""
