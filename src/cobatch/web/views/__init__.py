"""The pages. They state no rule: what may be done, and why not, they ask the engine."""
