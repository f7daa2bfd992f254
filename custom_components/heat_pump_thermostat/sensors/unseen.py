"""What a household could see, if it told the thermostat more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..controller import ThermostatConfigEntry
from ..engine.settings import Machine
from .existence import Clue, Exists, clues_of, where
from .house import HOUSE
from .kinds import ThermostatSensorDescription
from .machine import CONTROL, MACHINE
from .sums import SUMS


@dataclass(frozen=True, slots=True)
class Tellable:
    """Something that a household could tell, and which one has it."""

    clue: Clue
    is_fit: Exists = lambda _: True


OFFERS: Final[Mapping[str, Tellable]] = {
    "weather": Tellable(Clue.OUTDOORS | Clue.SOURCE),
    "datasheet": Tellable(Clue.DATASHEET),
    "backup_rating": Tellable(Clue.AUX_RATING),
    "electricity_price": Tellable(Clue.ELECTRICITY_PRICE),
    "fuel_price": Tellable(Clue.FUEL_PRICE, where(Machine.has_furnace)),
    "plan": Tellable(Clue.PLAN),
}
"""What is easily told, in the order in which one thing rests on another."""


def offers_of(entry: ThermostatConfigEntry) -> dict[str, list[str]]:
    """Return the keys of the sensors that each offer would bring, once those before it.

    Of the sensors that nobody has to look for; an offer that brings none is left out.
    """
    clues = clues_of(entry)
    hidden = [sensor for sensor in _on_show() if not sensor.is_there(entry, clues)]
    brought: dict[str, list[str]] = {}
    fit = {key: offer for key, offer in OFFERS.items() if offer.is_fit(entry)}
    for key, offer in fit.items():
        clues |= offer.clue
        comes = [sensor for sensor in hidden if sensor.is_there(entry, clues)]
        hidden = [sensor for sensor in hidden if sensor not in comes]
        if comes:
            brought[key] = [sensor.key for sensor in comes]
    return brought


def _on_show() -> Iterator[ThermostatSensorDescription]:
    """Return the sensors that are shown unasked."""
    return (
        sensor
        for sensor in (*CONTROL, *MACHINE, *HOUSE, *SUMS)
        if sensor.entity_registry_enabled_default
        and sensor.entity_registry_visible_default
    )
