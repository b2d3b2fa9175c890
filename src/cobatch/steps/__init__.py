"""The eight steps, in the order an order flows."""
