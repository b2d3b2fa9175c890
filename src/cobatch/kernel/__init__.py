"""Values and rules that need no database: money, quantity, calendars, clock, refusals, canonical JSON."""
