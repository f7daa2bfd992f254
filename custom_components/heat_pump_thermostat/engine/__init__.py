"""The thermostat itself: pure decisions, with nothing of Home Assistant inside."""
