"""What can be said of a thermostat by its card: what triggers and conditions ask."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.components.climate import (
    ATTR_CURRENT_TEMPERATURE,
    ATTR_HVAC_ACTION,
    ATTR_PRESET_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    DOMAIN as CLIMATE,
    HVACAction,
)
from homeassistant.const import ATTR_TEMPERATURE
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import config_validation as cv, entity_registry as er
import voluptuous as vol

from .const import (
    ATTR_BACKUP_HEAT,
    ATTR_BELOW_BALANCE_POINT,
    ATTR_DUE,
    ATTR_HELD,
    ATTR_LOCKOUTS,
    ATTR_PROBLEMS,
    ATTR_SET_BACK,
    ATTR_STATUS,
    DOMAIN,
    PRESET_EMERGENCY_HEAT,
)
from .engine.accounts.care import Task
from .engine.vocabulary import AuxReason, Lockout, Problem, Reason

type Options = Mapping[str, Any]
type Test = Callable[[State, Options], bool]

SHOWN_SETPOINTS: Final = (ATTR_TEMPERATURE, ATTR_TARGET_TEMP_LOW, ATTR_TARGET_TEMP_HIGH)
AT_WORK: Final = (HVACAction.HEATING, HVACAction.PREHEATING, HVACAction.COOLING)
SATISFIED: Final = (Reason.IDLE, Reason.MINIMUM_ON)
"""What the status says of a room that has what it asked for."""
TOO_SOON: Final = (Reason.MINIMUM_OFF, Reason.STARTS_PER_HOUR)
"""What it says while a compressor is kept from starting again too soon."""
OF_THE_MACHINE: Final = (Lockout.COMPRESSOR, Lockout.COOLING)
"""The lockouts that are meant where none is named: auxiliary heat has nothing to do in
mild weather anyway."""
AUX_REASONS: Final = (
    *AuxReason,
    Reason.EMERGENCY_HEAT,
    Reason.COMPRESSOR_LOCKED_OUT,
    Reason.FREEZE_GUARD,
)
"""The reasons for backup heat that are named to choose from."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that holds of a thermostat, or does not."""

    holds: Test
    choice: str | None = None
    """The option by which it is asked of some only …"""
    choices: Collection[str] = ()
    """… of these …"""
    is_choice_needed: bool = False
    """… and whether it has to be."""
    may_follow: Callable[[State, State], bool] | None = None
    """Whether it may have come about from what was before; None: from anything else."""

    @property
    def fields(self) -> dict[vol.Marker, Any]:
        """The options that it takes."""
        if self.choice is None:
            return {}
        needed = vol.Required if self.is_choice_needed else vol.Optional
        some = vol.All(cv.ensure_list, vol.Length(min=1), [vol.In(list(self.choices))])
        return {needed(self.choice): some}


def _is(attribute: str, *values: object) -> Test:
    """Return whether an attribute is one of these; without any, whether it is so."""
    return lambda card, _: card.attributes.get(attribute) in (values or (True,))


def _is_not(attribute: str) -> Test:
    """Return whether an attribute is not so; what is not known is neither."""
    return lambda card, _: card.attributes.get(attribute) is False


def _names(attribute: str, choice: str, usual: Collection[str] | None = None) -> Test:
    """Return whether an attribute names any of those chosen; without a choice, any."""

    def holds(card: State, options: Options) -> bool:
        told = card.attributes.get(attribute)
        named = told if isinstance(told, list) else [told] if told else []
        wanted = options.get(choice) or usual
        return bool(named) if wanted is None else not set(wanted).isdisjoint(named)

    return holds


def _is_satisfied_after(before: State, now: State) -> bool:
    """Return whether a room got what it asked for, rather than was asked for less."""
    if before.attributes.get(ATTR_HVAC_ACTION) not in AT_WORK:
        return False
    same = all(
        before.attributes.get(setpoint) == now.attributes.get(setpoint)
        for setpoint in SHOWN_SETPOINTS
    )
    is_known = now.attributes.get(ATTR_CURRENT_TEMPERATURE) is not None
    return same and is_known and before.state == now.state


DEFROSTING: Final = Fact(_is(ATTR_HVAC_ACTION, HVACAction.DEFROSTING))
AUXILIARY: Final = Fact(_names(ATTR_BACKUP_HEAT, "reason"), "reason", AUX_REASONS)
EMERGENCY: Final = Fact(_is(ATTR_PRESET_MODE, PRESET_EMERGENCY_HEAT))
LOCKED_OUT: Final = Fact(
    _names(ATTR_LOCKOUTS, "lockout", OF_THE_MACHINE), "lockout", list(Lockout)
)
KEPT_FROM_STARTING: Final = Fact(_is(ATTR_STATUS, *TOO_SOON))
STATUS_IS: Final = Fact(
    _names(ATTR_STATUS, "status"), "status", list(Reason), is_choice_needed=True
)
TROUBLED: Final = Fact(_names(ATTR_PROBLEMS, "problem"), "problem", list(Problem))
REACHED: Final = Fact(_is(ATTR_STATUS, *SATISFIED), may_follow=_is_satisfied_after)
SET_BACK: Final = Fact(_is(ATTR_SET_BACK))
PREHEATING: Final = Fact(_is(ATTR_HVAC_ACTION, HVACAction.PREHEATING))
BELOW_BALANCE: Final = Fact(_is(ATTR_BELOW_BALANCE_POINT))
ABOVE_BALANCE: Final = Fact(_is_not(ATTR_BELOW_BALANCE_POINT))
SERVICE_DUE: Final = Fact(_names(ATTR_DUE, "task"), "task", list(Task))
IS_HELD: Final = Fact(_is(ATTR_HELD))


@callback
def cards_among(hass: HomeAssistant, entities: set[str]) -> set[str]:
    """Return those of some entities that are cards of ours."""
    registry = er.async_get(hass)
    return {
        entity
        for entity in entities
        if (entry := registry.async_get(entity))
        and (entry.platform, entry.domain) == (DOMAIN, CLIMATE)
    }
