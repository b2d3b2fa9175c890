"""Settings, URLs, processes and the cobatch command."""
