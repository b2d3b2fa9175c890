"""Stories of the eight steps, told through the engine."""
