"""Buttons: what was done to the machine, and what is to be forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .controller import ThermostatConfigEntry
from .engine.accounts.care import Task
from .engine.reckoning.upkeep import with_task_done, without_house, without_machine
from .engine.state import State
from .entity import ThermostatEntity

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class ThermostatButtonDescription(ButtonEntityDescription):
    """A button, and what it makes of all that is remembered."""

    press: Callable[[State], State]


def _noting_done(task: Task) -> Callable[[State], State]:
    """Return what notes that a task was done now."""
    return lambda state: with_task_done(state, task, dt_util.utcnow())


BUTTONS: tuple[ThermostatButtonDescription, ...] = (
    *(
        ThermostatButtonDescription(
            key=f"{task}_done",
            entity_category=EntityCategory.DIAGNOSTIC,
            press=_noting_done(task),
        )
        for task in Task
    ),
    ThermostatButtonDescription(
        key="forget_machine",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        press=without_machine,
    ),
    ThermostatButtonDescription(
        key="forget_house",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        press=without_house,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons."""
    async_add_entities(ThermostatButton(entry, button) for button in BUTTONS)


class ThermostatButton(ThermostatEntity, ButtonEntity):
    """Something that a person did, or wants forgotten."""

    entity_description: ThermostatButtonDescription

    @property
    @override
    def view(self) -> None:
        """Nothing: a button shows when it was pressed."""

    @override
    async def async_press(self) -> None:
        """Note it."""
        self._controller.async_note(self.entity_description.press)
