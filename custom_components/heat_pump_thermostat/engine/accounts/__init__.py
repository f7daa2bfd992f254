"""What heat costs, what the weather will mean, and what the machine needs."""
