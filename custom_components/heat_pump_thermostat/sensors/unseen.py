"""What a household could see, if it told the thermostat more."""

from collections.abc import Iterator, Mapping
from typing import Final

from ..controller import ThermostatConfigEntry
from .existence import Clue, clues_of
from .house import HOUSE
from .kinds import ThermostatSensorDescription
from .machine import CONTROL, MACHINE
from .sums import SUMS

OFFERS: Final[Mapping[str, Clue]] = {
    "weather": Clue.OUTDOORS | Clue.SOURCE,
    "datasheet": Clue.DATASHEET,
    "backup_rating": Clue.AUX_RATING,
    "electricity_price": Clue.ELECTRICITY_PRICE,
    "fuel_price": Clue.FUEL_PRICE,
    "plan": Clue.PLAN,
}
"""What is easily told, in the order in which one thing rests on another."""


def offers_of(entry: ThermostatConfigEntry) -> dict[str, list[str]]:
    """Return the keys of the sensors that each offer would bring, once those before it.

    Of the sensors that nobody has to look for; an offer that brings none is left out.
    """
    clues = clues_of(entry)
    hidden = [sensor for sensor in _on_show() if not sensor.is_there(entry, clues)]
    brought: dict[str, list[str]] = {}
    for offer, clue in OFFERS.items():
        clues |= clue
        comes = [sensor for sensor in hidden if sensor.is_there(entry, clues)]
        hidden = [sensor for sensor in hidden if sensor not in comes]
        if comes:
            brought[offer] = [sensor.key for sensor in comes]
    return brought


def _on_show() -> Iterator[ThermostatSensorDescription]:
    """Return the sensors that are shown unasked."""
    return (
        sensor
        for sensor in (*CONTROL, *MACHINE, *HOUSE, *SUMS)
        if sensor.entity_registry_enabled_default
        and sensor.entity_registry_visible_default
    )
