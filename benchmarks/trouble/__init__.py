"""A thermostat in a closed loop with a simulated house in which something fails."""
