"""What voice assistants know of a thermostat, and how it answers."""
