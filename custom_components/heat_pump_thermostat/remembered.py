"""What the thermostat card showed last, for wishes that the store has lost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from homeassistant.components.climate import (
    ATTR_FAN_MODE,
    ATTR_PRESET_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    DOMAIN as CLIMATE,
    PRESET_NONE,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_TEMPERATURE, UnitOfTemperature
from homeassistant.core import HomeAssistant, State, callback, split_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.restore_state import RestoreEntity

from .const import CARD, DOMAIN, PRESET_EMERGENCY_HEAT
from .engine.board import Side
from .engine.resume import is_lost
from .engine.settings import (
    HIGHEST_SETPOINT,
    Preset,
    Settings,
    Targets,
    can_be_set,
)
from .engine.units import Celsius
from .engine.wishes import SIDE_OF, FanMode, Hold, Mode, Wishes
from .quantity import celsius
from .reading.readings import number

UNIT: Final = "temperature_unit"
"""What a card tells beside its temperatures, in newer releases of Home Assistant."""
DIGIT: Final = 0.06
"""K; a card shows tenths of a degree."""
BASE: Final = "wishes.base"
HELD: Final = "wishes.hold.targets"
VACATION: Final = "wishes.vacation"
BELOW_HELD: Final = frozenset({"preset"})
"""The choices that no card shows while something is held over them."""


def card_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> str | None:
    """Return the entity of a thermostat's card; None where it never had one."""
    registry = er.async_get(hass)
    return registry.async_get_entity_id(CLIMATE, DOMAIN, f"{entry.entry_id}_{CARD}")


@callback
def may_be_card(change: Mapping[str, Any]) -> bool:
    """Return whether a change of the entity registry is of a card, ours or another.

    Of so few that each of them may be looked at by every thermostat.
    """
    entity_id: str = change["entity_id"]
    return split_entity_id(entity_id)[0] == CLIMATE


async def async_card(hass: HomeAssistant, entry: ConfigEntry[Any]) -> State | None:
    """Return what the card showed when Home Assistant remembered it last."""
    entity_id = card_of(hass, entry)
    if entity_id is None:
        return None
    # Asked before there is a card: the relays must not hear of an off meanwhile.
    past = RestoreEntity()
    past.hass, past.entity_id = hass, entity_id
    return await past.async_get_last_state()


@dataclass(frozen=True, slots=True)
class Regained:
    """Wishes, and the paths of what of them the card has told."""

    wishes: Wishes
    paths: frozenset[str] = frozenset()


def regained_wishes(
    wishes: Wishes,
    lost: Collection[str],
    card: State,
    settings: Settings,
    household: str,
    *,
    is_scheduled: bool,
) -> Regained:
    """Return the wishes with what of them is lost as the card showed it.

    While something is held, the card shows that, and tells nothing of the preset and
    the temperatures below it. `household` is the unit of a card that tells none.
    """
    hidden = BELOW_HELD if wishes.held else frozenset()
    told = {
        path: value
        for path, value in _shown_choices(card).items()
        if path not in hidden and is_lost(f"wishes.{path}", lost)
    }
    wishes = replace(wishes, **told)
    paths = {f"wishes.{path}" for path in told}
    setpoints = {} if wishes.held else _setpoints(card, wishes, household)
    is_held = wishes.preset is not None or is_scheduled
    if setpoints and is_held and is_lost(HELD, lost):
        wishes = replace(wishes, hold=_hold(wishes, setpoints, settings))
        paths |= {HELD}
    elif setpoints and not is_held and is_lost(BASE, lost):
        wishes = replace(
            wishes, base=_with_setpoints(wishes.base, setpoints), hold=None
        )
        paths |= {BASE, HELD}
    if HELD in paths and not any(each.startswith(VACATION) for each in lost):
        # Nothing is left of a vacation, nor did the card show any: there was none.
        paths |= {VACATION}
    return Regained(wishes, frozenset(paths))


def _hold(
    wishes: Wishes, setpoints: Mapping[Side, Celsius], settings: Settings
) -> Hold | None:
    """Return the hold behind setpoints that are not the chosen preset's."""
    usual = settings.presets[wishes.preset] if wishes.preset else None
    if usual and all(
        abs(usual.of(side) - at) < DIGIT for side, at in setpoints.items()
    ):
        return None
    return Hold(_with_setpoints(usual or wishes.base, setpoints), None)


def _with_setpoints(pair: Targets, setpoints: Mapping[Side, Celsius]) -> Targets:
    """Return a pair of setpoints with those that are known in it."""
    heat = setpoints.get(
        Side.HEAT, min(pair.heat, setpoints.get(Side.COOL, HIGHEST_SETPOINT))
    )
    return Targets(heat, setpoints.get(Side.COOL, max(pair.cool, heat)))


def _shown_choices(card: State) -> dict[str, Any]:
    """Return the wishes that a card shows as they are, by their fields."""
    mode = _member(Mode, card.state)
    fan = _member(FanMode, card.attributes.get(ATTR_FAN_MODE))
    shown = card.attributes.get(ATTR_PRESET_MODE)
    preset = _member(Preset, shown)
    told: dict[str, Any] = {}
    if mode is not None:
        told["mode"] = mode
    if mode and mode is not Mode.OFF:
        told["last_mode"] = mode
    if fan is not None:
        told["fan"] = fan
    if preset is not None or shown in (PRESET_NONE, PRESET_EMERGENCY_HEAT):
        told["emergency"] = shown == PRESET_EMERGENCY_HEAT
    if preset is not None or shown == PRESET_NONE:
        told["preset"] = preset
    return told


def _member[E: StrEnum](kind: type[E], shown: object) -> E | None:
    return next((member for member in kind if member == shown), None)


def _setpoints(card: State, wishes: Wishes, household: str) -> dict[Side, Celsius]:
    """Return the setpoints that a card shows: one, or a pair."""
    single = SIDE_OF.get(wishes.mode) or SIDE_OF.get(wishes.last_mode or wishes.mode)
    shown: Mapping[Side, Any] = {
        Side.HEAT: card.attributes.get(ATTR_TARGET_TEMP_LOW),
        Side.COOL: card.attributes.get(ATTR_TARGET_TEMP_HIGH),
    }
    if (one := card.attributes.get(ATTR_TEMPERATURE)) is not None:
        shown = {single or Side.HEAT: one}
    units = (UnitOfTemperature.CELSIUS, UnitOfTemperature.FAHRENHEIT)
    unit = next((u for u in units if u == card.attributes.get(UNIT)), household)
    degrees = {
        side: celsius(value, unit)
        for side, raw in shown.items()
        if (value := number(raw)) is not None
    }
    return {side: at for side, at in degrees.items() if can_be_set(at)}
