"""Who takes part: organisations, sites, people, relationships, shared items, and the walls between them."""
