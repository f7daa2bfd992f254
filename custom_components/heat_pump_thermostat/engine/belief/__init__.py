"""Which readings are believed, and why others are not."""
