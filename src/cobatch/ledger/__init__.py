"""The append-only Merkle log of each relationship and each organisation."""
