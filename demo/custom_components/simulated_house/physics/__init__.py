"""A house and its heat pump, driven by the weather and six thermostat wires.

Standard library only and pure: `advance` takes a house and returns the house some
seconds later. Temperatures are °C; every other figure names its unit.

The machine is a two-stage 3-ton air-to-air heat pump with a type O reversing valve
and a 10 kW electric strip. Its board melts the frost off the outdoor coil by itself.
"""

from .design import DESIGN, Design, Rating, rated
from .house import advance
from .model import House, Operation, OutdoorUnit, Relays, Weather
from .outdoor_unit import iced

__all__ = [
    "DESIGN",
    "Design",
    "House",
    "Operation",
    "OutdoorUnit",
    "Rating",
    "Relays",
    "Weather",
    "advance",
    "iced",
    "rated",
]
