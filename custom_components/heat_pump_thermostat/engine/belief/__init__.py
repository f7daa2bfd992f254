"""What is believed of the sensors."""
