"""The actions: what automations and voice ask beyond a climate entity's own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import MINYEAR, datetime, time, timedelta
from enum import StrEnum
import math
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
from .engine.accounts.care import Task
from .engine.asking import (
    with_emergency_heat,
    with_preset_held,
    with_temperatures_held,
    with_vacation,
)
from .engine.curtailment import LONGEST, MOST_OFFSET, Curtailment
from .engine.reckoning.upkeep import with_task_done, without_house, without_machine
from .engine.resume import YEAR
from .engine.setpoints import Asked
from .engine.settings import Preset
from .engine.situation import Situation
from .engine.state import State
from .engine.units import TOLERANCE, Delta
from .engine.wishes import Wishes
from .explaining import async_explained
from .past import async_runtimes
from .quantity import Quantity
from .records import encoded, learned_of

FOR: Final = "for"
UNTIL: Final = "until"
PERMANENT: Final = "permanent"
LANGUAGE: Final = "language"
FROM: Final = "from"
TO: Final = "to"
SOURCE: Final = "source"
OFFSET: Final = "offset"
BACKUP_POWER: Final = "backup_power"
TASK: Final = "task"
OF: Final = "of"
LEARNED: Final = "learned"
ZIPCODE: Final = "zipcode"

NAME: Final = vol.All(cv.string, vol.Strip, vol.Length(1, 64))


def _finite(value: Any) -> float:
    """Return a number that is one."""
    number = float(value)
    if not math.isfinite(number):
        raise vol.Invalid("not a number")
    return number


FINITE: Final = vol.All(vol.Coerce(float), _finite)


def _period(value: Any) -> timedelta:
    """Return a duration; one that is too long for any calendar as the longest."""
    try:
        return cv.positive_time_period(value)
    except OverflowError:
        return timedelta.max


TEMPERATURES: Final[VolDictType] = {
    vol.Optional(ATTR_TEMPERATURE): vol.Coerce(float),
    vol.Inclusive(ATTR_TARGET_TEMP_LOW, "range"): vol.Coerce(float),
    vol.Inclusive(ATTR_TARGET_TEMP_HIGH, "range"): vol.Coerce(float),
    vol.Optional(ATTR_PRESET_MODE): vol.Coerce(Preset),
}
END: Final[VolDictType] = {
    vol.Exclusive(FOR, "end"): _period,
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
            return _ahead(_in_utc(moment), now)
        case _, time() as of_day:
            return _next_time(of_day, now)
    return None


def _in_utc(moment: datetime) -> datetime:
    """Return a moment in the time that all is reckoned in.

    Raises:
        ServiceValidationError: The calendar ends before that, or begins after it.

    """
    try:
        return dt_util.as_utc(moment)
    except OverflowError as error:
        is_over = moment.year == MINYEAR
        raise _refused("is_over" if is_over else "too_far_ahead") from error


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

    def held(now: Situation) -> Wishes:
        wishes = (
            with_preset_held(now, preset, until)
            if preset
            else with_temperatures_held(now, asked, until)
        )
        return wishes.held_permanently() if call.data.get(PERMANENT) else wishes

    card.async_wish(held)


async def _do_resume(card: Thermostat, _call: ServiceCall) -> None:
    """Let the schedule, or the preset, rule again."""
    card.async_wish(lambda now: now.wishes.resumed(now.seen.schedule))


async def _do_vacate(card: Thermostat, call: ServiceCall) -> None:
    """Plan a vacation: the temperatures of a preset, away unless told, or others."""
    now, fields = dt_util.utcnow(), call.data
    ends = _ahead(_in_utc(fields[TO]), now)
    begins = _in_utc(fields[FROM]) if FROM in fields else now
    if begins >= ends:
        raise _refused("ends_before_it_begins")
    asked, preset = _asked_of(card, fields), fields.get(ATTR_PRESET_MODE)
    if asked != Asked() and preset:
        raise _refused("hold_one_of")
    if asked == Asked():
        preset = preset or Preset.AWAY
    card.async_wish(lambda now: with_vacation(now, asked, preset, begins, ends))


async def _do_stay(card: Thermostat, _call: ServiceCall) -> None:
    """End a vacation, or call off one that is planned."""
    if card.controller.wishes.vacation is None:
        raise _refused("no_vacation")
    card.async_wish(lambda now: now.wishes.with_vacation(None))


async def _do_emergency_heat(card: Thermostat, call: ServiceCall) -> None:
    """Turn emergency heat on: for a while, else for as long as the option says."""
    if not card.controller.settings.machine.has_backup():
        raise _refused("no_backup")
    until = _end_of(call.data)
    card.async_wish(lambda now: with_emergency_heat(now, until))


async def _do_limit(card: Thermostat, call: ServiceCall) -> None:
    """Note what somebody asks to go without, instead of what the same one asked."""
    fields, now = call.data, dt_util.utcnow()
    until = _end_of(fields)
    if until is None:
        raise _refused("limit_needs_end")
    if until > now + LONGEST:
        raise _refused("limit_too_long")
    unit = Quantity.DIFFERENCE.unit(card.hass.config.units)
    offset, power = unit.kept(fields.get(OFFSET, 0.0)), fields.get(BACKUP_POWER)
    if not -TOLERANCE <= offset <= MOST_OFFSET + TOLERANCE:
        raise _refused("offset_too_large", most=f"{unit.shown(MOST_OFFSET):g}")
    if not offset and power is None:
        raise _refused("limits_nothing")
    asked = Curtailment(until, Delta(min(offset, MOST_OFFSET)), power)
    card.async_wish(lambda now: now.wishes.with_curtailment(fields[SOURCE], asked))


async def _do_end_limit(card: Thermostat, call: ServiceCall) -> None:
    """Let somebody ask for nothing any more."""
    source, limits = call.data[SOURCE], card.controller.wishes.curtailments
    if source not in limits:
        raise _refused("no_such_limit", source=source, sources=", ".join(limits) or "–")
    card.async_wish(lambda now: now.wishes.with_curtailment(source, None))


async def _do_explain(card: Thermostat, call: ServiceCall) -> ServiceResponse:
    """Tell why the machine does what it does, until when, and what comes next."""
    return await async_explained(card.hass, card.controller, call.data.get(LANGUAGE))


async def _do_note_service(card: Thermostat, call: ServiceCall) -> None:
    """Note that something was done to the machine now."""
    task, now = call.data[TASK], dt_util.utcnow()
    card.controller.async_note(lambda state: with_task_done(state, task, now))


async def _do_reset(card: Thermostat, call: ServiceCall) -> None:
    """Forget what was learned of the machine, or of the house."""
    for of in call.data[OF]:
        card.controller.async_note(FORGETTING[of])


async def _do_import(card: Thermostat, call: ServiceCall) -> None:
    """Take over what a thermostat has learned, this one or another."""
    learned = learned_of(call.data[LEARNED])
    if learned is None:
        raise _refused("not_learned")
    card.controller.async_note(lambda state: replace(state, learned=learned))


async def _do_export(card: Thermostat, call: ServiceCall) -> ServiceResponse:
    """Tell what was learned of machine and house, and how long what ran each hour."""
    controller = card.controller
    zipcode = call.data.get(ZIPCODE, "")
    return {
        LEARNED: encoded(controller.decision.state.learned),
        "runtimes": await async_runtimes(card.hass, controller.entry, zipcode),
    }


@dataclass(frozen=True, slots=True)
class Deed:
    """An action: the fields that it takes, and what it does to a thermostat."""

    fields: VolDictType
    do: Callable[[Thermostat, ServiceCall], Awaitable[ServiceResponse | None]]
    answers: SupportsResponse = SupportsResponse.NONE


class Subject(StrEnum):
    """Of what something was learned."""

    MACHINE = "machine"
    HOUSE = "house"


FORGETTING: Final[Mapping[Subject, Callable[[State], State]]] = {
    Subject.MACHINE: without_machine,
    Subject.HOUSE: without_house,
}

DEEDS: Final[Mapping[str, Deed]] = {
    "hold": Deed(
        {**TEMPERATURES, **END, vol.Exclusive(PERMANENT, "end"): cv.boolean}, _do_hold
    ),
    "resume_schedule": Deed({}, _do_resume),
    "vacation": Deed(
        {
            **TEMPERATURES,
            vol.Optional(FROM): cv.datetime,
            vol.Required(TO): cv.datetime,
        },
        _do_vacate,
    ),
    "end_vacation": Deed({}, _do_stay),
    "emergency_heat": Deed(END, _do_emergency_heat),
    "limit": Deed(
        {
            vol.Required(SOURCE): NAME,
            vol.Optional(OFFSET): FINITE,
            vol.Optional(BACKUP_POWER): vol.All(FINITE, vol.Range(0, 100)),
            **END,
        },
        _do_limit,
    ),
    "end_limit": Deed({vol.Required(SOURCE): NAME}, _do_end_limit),
    "explain": Deed(
        {vol.Optional(LANGUAGE): cv.string}, _do_explain, SupportsResponse.ONLY
    ),
    "service_done": Deed({vol.Required(TASK): vol.Coerce(Task)}, _do_note_service),
    "export": Deed(
        {vol.Optional(ZIPCODE): vol.Match(r"^\d{5}$")},
        _do_export,
        SupportsResponse.ONLY,
    ),
    "import_learned": Deed({vol.Required(LEARNED): dict}, _do_import),
    "reset_learned": Deed(
        {vol.Required(OF): vol.All(cv.ensure_list, [vol.Coerce(Subject)])}, _do_reset
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
