"""Lots, owners, places and movements; a balance is a sum of movements."""
