"""Buttons: back to the schedule; what was done, and what is to be forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .controller import Controller, ThermostatConfigEntry
from .devices import PLACES, Place
from .engine.accounts.care import Task
from .engine.reckoning.upkeep import with_task_done, without_house, without_machine
from .engine.state import State
from .entity import ThermostatEntity
from .sensors.kinds import HIDDEN, OPT_IN, OUTDOOR_UNIT

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class ThermostatButtonDescription(ButtonEntityDescription):
    """A button of a device, and what it does."""

    press: Callable[[Controller, Context | None], None]
    place: Place = Place.ROOM


def _noting(change: Callable[[State], State]) -> Callable[[Controller, Any], None]:
    """Return what changes what is remembered beside wishes."""
    return lambda controller, _: controller.async_note(change)


def _noting_done(task: Task) -> Callable[[Controller, Any], None]:
    """Return what notes that a task was done now."""
    return _noting(lambda state: with_task_done(state, task, dt_util.utcnow()))


def _resume(controller: Controller, context: Context | None) -> None:
    controller.async_wish(lambda now: now.wishes.resumed(now.seen.schedule), context)


BUTTONS: tuple[ThermostatButtonDescription, ...] = (
    ThermostatButtonDescription(key="resume_schedule", press=_resume),
    *(
        ThermostatButtonDescription(
            key=f"{task}_done",
            entity_category=EntityCategory.DIAGNOSTIC,
            press=_noting_done(task),
            **HIDDEN,
            place=place,
        )
        for task, place in PLACES.items()
    ),
    ThermostatButtonDescription(
        key="forget_machine",
        entity_category=EntityCategory.CONFIG,
        press=_noting(without_machine),
        **OUTDOOR_UNIT,
        **OPT_IN,
    ),
    ThermostatButtonDescription(
        key="forget_house",
        entity_category=EntityCategory.CONFIG,
        press=_noting(without_house),
        **OPT_IN,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons."""
    async_add_entities(
        ThermostatButton(entry, button, button.place) for button in BUTTONS
    )


class ThermostatButton(ThermostatEntity, ButtonEntity):
    """What a person wants, or did."""

    entity_description: ThermostatButtonDescription

    @property
    @override
    def view(self) -> None:
        """Nothing: a button shows when it was pressed."""

    @override
    async def async_press(self) -> None:
        """Do it."""
        self.entity_description.press(self._controller, self._context)
