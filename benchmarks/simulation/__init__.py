"""Thermostats in a closed loop with a simulated house and its weather."""
