"""What the card asks for: the hours to come, and house and machine over the weather.

It is told on request and by no entity: a chart is no state, and need not be recorded.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.util.unit_conversion import TemperatureDeltaConverter
import voluptuous as vol

from ..const import DOMAIN
from ..controller import Controller
from ..engine.clock import HOUR
from ..engine.house.balance import Beyond
from ..engine.house.chart import balance_chart
from ..engine.situation import Situation
from ..engine.units import Celsius
from ..quantity import household

SPAN_TOLD: Final = 12 * HOUR
"""How much of what is forecast is told."""

type Json = dict[str, Any]
type Degrees = Callable[[Celsius], float]
"""Tells a temperature in the household's unit."""


def async_answer(hass: HomeAssistant) -> None:
    """Answer the card from now on."""
    websocket_api.async_register_command(hass, _answer)


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/outlook",
        vol.Required(ATTR_ENTITY_ID): cv.entity_id,
    }
)
@callback
def _answer(hass: HomeAssistant, connection: ActiveConnection, asked: Json) -> None:
    entity_id = asked[ATTR_ENTITY_ID]
    if not connection.user.permissions.check_entity(entity_id, POLICY_READ):
        raise Unauthorized(entity_id=entity_id, permission=POLICY_READ)
    controller = _controller_of(hass, entity_id)
    if controller is None:
        connection.send_error(asked["id"], ERR_NOT_FOUND, "No such thermostat")
        return
    unit = hass.config.units.temperature_unit
    connection.send_result(asked["id"], outlook(controller, unit))


def _controller_of(hass: HomeAssistant, entity_id: str) -> Controller | None:
    known = er.async_get(hass).async_get(entity_id)
    if known is None or known.platform != DOMAIN or known.config_entry_id is None:
        return None
    entry = hass.config_entries.async_get_known_entry(known.config_entry_id)
    is_loaded = entry.state is ConfigEntryState.LOADED
    return entry.runtime_data if is_loaded else None


def outlook(controller: Controller, unit: str) -> Json:
    """Return what the card shows beyond states; temperatures in the household's unit.

    Powers are in kW, prices per kWh of heat, moments in milliseconds since 1970.
    """
    settings, situation = controller.settings, controller.situation
    known = controller.decision.estimates.outlook
    separation = TemperatureDeltaConverter.convert(
        settings.comfort.separation, "K", unit
    )

    def degrees(value: Celsius) -> float:
        return round(household(value, unit), 1)

    def balance(value: Celsius | Beyond | None) -> float | None:
        if value is None or isinstance(value, Beyond):
            return None
        return degrees(value)

    return {
        "separation": round(separation, 2),
        "confidence": round(known.house.confidence, 2),
        "thermal_balance": balance(known.thermal_balance),
        "economic_balance": balance(known.economic_balance),
        "heat_prices": {source: round(x, 4) for source, x in known.heat_prices.items()},
        "curve": _curve(situation, degrees),
        "hours": _hours(situation, degrees),
        "next": _next_block(situation, degrees),
        "rise": _rise(situation, degrees),
        "emergency_hours": settings.auxiliary.emergency_ends_after / HOUR,
    }


def _curve(situation: Situation, degrees: Degrees) -> list[Json]:
    room = situation.setpoints.asked.heat
    return [
        {
            "outdoor": degrees(point.outdoor),
            "load": round(point.load, 2),
            "capacity": point.capacity and round(point.capacity, 2),
            "cop": point.cop and round(point.cop, 2),
        }
        for point in balance_chart(situation.home, room)
    ]


def _hours(situation: Situation, degrees: Degrees) -> list[Json]:
    now = situation.clock.now
    return [
        {
            "at": _milliseconds(hour.at),
            "outdoor": None if hour.outdoor is None else degrees(hour.outdoor),
            "price": hour.price,
        }
        for hour in situation.seen.ahead
        if now - HOUR < hour.at <= now + SPAN_TOLD
    ]


def _next_block(situation: Situation, degrees: Degrees) -> Json | None:
    """Return from when on the schedule asks for other temperatures, and for which."""
    schedule, upcoming = situation.seen.schedule, situation.setpoints.upcoming
    if schedule is None or schedule.until is None or upcoming is None:
        return None
    return {
        "at": _milliseconds(schedule.until),
        "heat": degrees(upcoming.heat),
        "cool": degrees(upcoming.cool),
    }


def _rise(situation: Situation, degrees: Degrees) -> Json | None:
    """Return when the room is made warmer in advance, and what for."""
    rise = situation.state.rise
    if rise is None:
        return None
    return {
        "begins": _milliseconds(rise.begins),
        "arrival": _milliseconds(rise.arrival),
        "heat": degrees(rise.targets.heat),
        "purpose": rise.purpose,
    }


def _milliseconds(at: datetime) -> int:
    return round(1000 * at.timestamp())
