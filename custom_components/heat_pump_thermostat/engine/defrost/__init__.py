"""What frost does to the outdoor coil, and how a defrost is told."""
