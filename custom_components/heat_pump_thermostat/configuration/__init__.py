"""What was chosen: forms, options and settings."""
