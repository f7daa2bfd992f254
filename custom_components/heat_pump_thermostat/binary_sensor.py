"""What runs, and whether something is wrong, as binary sensors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .concerned import doubts_of
from .controller import Controller, ThermostatConfigEntry
from .devices import PLACES
from .engine.accounts.care import Task
from .engine.board import Contact, Relay, Terminal
from .engine.decision import Decision
from .engine.settings import Machine
from .engine.vocabulary import Action
from .entity import Following, ThermostatEntity
from .sensors.existence import Clue, Existing, clues_of, where
from .sensors.kinds import HIDDEN, OUTDOOR_UNIT

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class ThermostatBinarySensorDescription(
    BinarySensorEntityDescription, Existing, Following
):
    """A binary sensor, what it shows, and what it takes to be there."""

    value: Callable[[Decision], bool | None]
    more: Callable[[Controller], Mapping[str, Any]] | None = None


def _contacts(decision: Decision) -> Mapping[Terminal, Contact]:
    return decision.state.wires.board.contacts


def _tasks_due(decision: Decision) -> frozenset[Task]:
    return decision.due


def _relay_of(terminal: Terminal) -> Callable[[Decision], bool | None]:
    """Return what shows a terminal's relay: unknown while its relay does not answer."""

    def value(decision: Decision) -> bool | None:
        contact = _contacts(decision)[terminal]
        return None if contact.relay is Relay.UNKNOWN else contact.relay is Relay.ON

    return value


def _troubles(controller: Controller) -> Mapping[str, Any]:
    """Return what is wrong, whom it concerns, and why sensors are doubted."""
    troubles = controller.troubles
    entities = dict.fromkeys(chain.from_iterable(troubles.values()))
    doubts = doubts_of(controller.decision) if troubles else {}
    return {
        "problems": list(troubles),
        "entities": list(entities),
        "doubts": [each for problem in troubles for each in doubts.get(problem, ())],
    }


SENSORS: tuple[ThermostatBinarySensorDescription, ...] = (
    ThermostatBinarySensorDescription(
        key="compressor",
        device_class=BinarySensorDeviceClass.RUNNING,
        value=_relay_of(Terminal.Y1),
        follows=_contacts,
        **OUTDOOR_UNIT,
    ),
    ThermostatBinarySensorDescription(
        key="aux_heat",
        device_class=BinarySensorDeviceClass.RUNNING,
        value=lambda decision: decision.state.wires.board.is_backup_on,
        more=lambda controller: {"because": controller.decision.backup_reason},
        exists=where(Machine.has_backup),
    ),
    ThermostatBinarySensorDescription(
        key="defrosting",
        device_class=BinarySensorDeviceClass.RUNNING,
        value=lambda decision: decision.action is Action.DEFROSTING,
        exists=where(Machine.frosts),
        **OUTDOOR_UNIT,
    ),
    ThermostatBinarySensorDescription(
        key="performance_low",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: decision.state.learned.drift.is_weak,
        needs=(Clue.SOURCE | Clue.AIR,),
        **OUTDOOR_UNIT,
    ),
    ThermostatBinarySensorDescription(
        key="problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision: bool(decision.problems),
        more=_troubles,
    ),
)

CARE: tuple[ThermostatBinarySensorDescription, ...] = tuple(
    ThermostatBinarySensorDescription(
        key=f"{task}_due",
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda decision, task=task: task in decision.due,  # type: ignore[misc]
        follows=_tasks_due,
        place=place,
        # A filter is a household's to change; the rest is rare, and not its own.
        entity_registry_visible_default=task is Task.FILTER,
    )
    for task, place in PLACES.items()
)

TERMINALS: tuple[ThermostatBinarySensorDescription, ...] = tuple(
    ThermostatBinarySensorDescription(
        key=f"terminal_{terminal}",
        device_class=BinarySensorDeviceClass.POWER,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=_relay_of(terminal),
        follows=_contacts,
        exists=lambda entry, terminal=terminal: (  # type: ignore[misc]
            terminal in entry.runtime_data.settings.machine.wired
        ),
        **HIDDEN,
    )
    for terminal in Terminal
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensors that this machine has."""
    clues = clues_of(entry)
    async_add_entities(
        ThermostatBinarySensor(entry, description, description.place)
        for description in (*SENSORS, *CARE, *TERMINALS)
        if description.is_there(entry, clues)
    )


class ThermostatBinarySensor(ThermostatEntity, BinarySensorEntity):
    """One yes or no of the last decision."""

    entity_description: ThermostatBinarySensorDescription

    @property
    @override
    def view(self) -> object:
        """The answer, and what is told of it."""
        return self.is_on, self.extra_state_attributes

    @property
    @override
    def is_on(self) -> bool | None:
        """Yes, no, or unknown."""
        return self.entity_description.value(self.decision)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """What is told of the answer."""
        more = self.entity_description.more
        return more(self._controller) if more else None
