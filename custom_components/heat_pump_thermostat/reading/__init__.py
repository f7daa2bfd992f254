"""What the house says."""
