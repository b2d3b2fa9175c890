"""Template tags of the component layer."""
