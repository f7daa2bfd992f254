"""Which relay moves, and when."""
