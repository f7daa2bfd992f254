"""The actions: what automations and voice ask beyond a climate entity's own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from homeassistant.components.climate import (
    ATTR_PRESET_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    DOMAIN as CLIMATE,
)
from homeassistant.const import ATTR_TEMPERATURE
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_platform_entity_service
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .climate import Thermostat
from .const import DOMAIN
from .engine.asking import with_preset_held, with_temperatures_held
from .engine.resume import YEAR
from .engine.setpoints import Asked
from .engine.settings import Preset
from .explaining import async_explained

FOR: Final = "for"
UNTIL: Final = "until"
LANGUAGE: Final = "language"

TEMPERATURES: Final[VolDictType] = {
    vol.Optional(ATTR_TEMPERATURE): vol.Coerce(float),
    vol.Inclusive(ATTR_TARGET_TEMP_LOW, "range"): vol.Coerce(float),
    vol.Inclusive(ATTR_TARGET_TEMP_HIGH, "range"): vol.Coerce(float),
    vol.Optional(ATTR_PRESET_MODE): vol.Coerce(Preset),
}
END: Final[VolDictType] = {
    vol.Exclusive(FOR, "end"): cv.positive_time_period,
    vol.Exclusive(UNTIL, "end"): vol.Any(cv.time, cv.datetime),
}


def _refused(key: str, **facts: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders=facts
    )


def _end_of(fields: Mapping[str, Any]) -> datetime | None:
    """Return when something is to end, by a duration, a date or a time of the day.

    Raises:
        ServiceValidationError: That has been, or is more than a year ahead.

    """
    now = dt_util.utcnow()
    match fields.get(FOR), fields.get(UNTIL):
        case timedelta() as duration, _:
            return _ahead(now + min(duration, 2 * YEAR), now)
        case _, datetime() as moment:
            return _ahead(dt_util.as_utc(moment), now)
        case _, time() as of_day:
            return _next_time(of_day, now)
    return None


def _ahead(moment: datetime, now: datetime) -> datetime:
    """Return a moment, if it is yet to come, within a year."""
    if moment <= now:
        raise _refused("is_over")
    if moment > now + YEAR:
        raise _refused("too_far_ahead")
    return moment


def _next_time(of_day: time, now: datetime) -> datetime:
    """Return when it will be that time of the day on the household's clocks."""
    local = dt_util.as_local(now)
    today = datetime.combine(local.date(), of_day, local.tzinfo)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), of_day, local.tzinfo)
    return dt_util.as_utc(today if today > local else tomorrow)


def _asked_of(card: Thermostat, fields: Mapping[str, Any]) -> Asked:
    """Return the temperatures that somebody asks for.

    Raises:
        ServiceValidationError: One of them is none, or they are upside down.

    """
    low = card.entered_temperature(fields, ATTR_TARGET_TEMP_LOW)
    high = card.entered_temperature(fields, ATTR_TARGET_TEMP_HIGH)
    if low is not None and high is not None and low > high:
        raise _refused("upside_down")
    return Asked(card.entered_temperature(fields, ATTR_TEMPERATURE), low, high)


async def _do_hold(card: Thermostat, call: ServiceCall) -> None:
    """Hold temperatures, or a preset, for a while."""
    asked, preset = _asked_of(card, call.data), call.data.get(ATTR_PRESET_MODE)
    until = _end_of(call.data)
    if (asked == Asked()) is (preset is None):
        raise _refused("hold_one_of")
    if preset:
        card.async_wish(lambda now: with_preset_held(now, preset, until))
    else:
        card.async_wish(lambda now: with_temperatures_held(now, asked, until))


async def _do_resume(card: Thermostat, _call: ServiceCall) -> None:
    """Let the schedule, or the preset, rule again."""
    card.async_wish(lambda now: now.wishes.resumed(now.seen.schedule))


async def _do_explain(card: Thermostat, call: ServiceCall) -> ServiceResponse:
    """Tell why the machine does what it does, until when, and what comes next."""
    return await async_explained(card.hass, card.controller, call.data.get(LANGUAGE))


@dataclass(frozen=True, slots=True)
class Deed:
    """An action: the fields that it takes, and what it does to a thermostat."""

    fields: VolDictType
    do: Callable[[Thermostat, ServiceCall], Awaitable[ServiceResponse | None]]
    answers: SupportsResponse = SupportsResponse.NONE


DEEDS: Final[Mapping[str, Deed]] = {
    "hold": Deed({**TEMPERATURES, **END}, _do_hold),
    "resume_schedule": Deed({}, _do_resume),
    "explain": Deed(
        {vol.Optional(LANGUAGE): cv.string}, _do_explain, SupportsResponse.ONLY
    ),
}
"""By the names of the actions. Whoever may not control the card may call none."""


@callback
def async_register(hass: HomeAssistant) -> None:
    """Offer the actions, of whichever thermostats there will be."""
    for name, deed in DEEDS.items():
        async_register_platform_entity_service(
            hass,
            DOMAIN,
            name,
            entity_domain=CLIMATE,
            schema=deed.fields,
            func=deed.do,
            supports_response=deed.answers,
        )
