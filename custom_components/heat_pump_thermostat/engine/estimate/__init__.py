"""What the machine is estimated to do."""
