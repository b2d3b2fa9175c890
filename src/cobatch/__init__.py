"""Cobatch: one shared record for a pharma sponsor and its contract manufacturers."""

__version__ = "0.1.0"
