"""What the house loses, stores and needs."""
