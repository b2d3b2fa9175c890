"""Pages, components and the act dialog."""
