"""The reference story, played through the engine act by act."""
