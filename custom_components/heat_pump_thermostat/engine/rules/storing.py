"""Storing heat: the house is warmed before hours in which heat will cost more."""

from datetime import datetime, timedelta
from functools import lru_cache
from math import exp
from typing import Final

from ..clock import HOUR
from ..house import cheap_hours, warming
from ..house.cheap_hours import HOURS_AHEAD, Hour
from ..house.home import Home
from ..house.warming import Warming
from ..records import replace
from ..settings import Targets
from ..situation import Situation
from ..state import Rise
from ..units import Celsius, Delta, difference, shifted
from ..vocabulary import Purpose
from ..wishes import Mode

SLOWEST: Final = 6.0
"""Hours that warming by the band takes at the most: then it is as far as it gets."""


def advance(rise: Rise | None, situation: Situation) -> Rise | None:
    """Return when the room is to be warmed next beyond what is asked for.

    Decided for whole hours, by forecasts of weather and prices. The rise ends where the
    cheap hours end, and the room coasts, or with the hours that are too cold for the
    machine alone. Nothing where no house is learned, or a furnace stands in.
    """
    settings, clock = situation.settings, situation.clock
    is_electric = settings.machine.stores_heat()
    is_foreseen = bool(situation.seen.ahead) and is_electric
    if not is_foreseen or not situation.is_heat_pump_heating:
        return None
    home = situation.home.rounded
    hours = _foreseen_hours(situation)
    if not home.is_learned or not hours:
        return None
    pair, aim = situation.setpoints.asked, _targets_with_band(situation)
    if rise and not _is_begun(rise, aim):
        rise = None
    if rise and not clock.expired(rise.arrival, timedelta()):
        return rise
    shown = Warming(situation.state.learned.warming.sums)
    band = difference(aim.heat, pair.heat)
    chosen = _hours_to_store(
        home, shown, hours, pair.heat, band, is_storing=rise is not None
    )
    if not band or not any(chosen):
        return None
    begins = hours[chosen.index(True)].at
    is_on, ends = clock.passed(begins), begins + HOUR
    begins = max(begins, clock.now)
    return Rise(aim, ends, begins, ends, is_on=is_on, purpose=Purpose.STORE)


def _is_begun(rise: Rise, aim: Targets) -> bool:
    """Return whether a rise stores heat already, and up to there."""
    return rise.is_on and (rise.purpose, rise.targets) == (Purpose.STORE, aim)


def _targets_with_band(situation: Situation) -> Targets:
    """Return what the room is warmed to; in heat/cool not to where cooling is near."""
    pair, settings = situation.setpoints.asked, situation.settings
    warmest = shifted(pair.heat, settings.foresight.band)
    if situation.wishes.mode is Mode.HEAT_COOL:
        warmest = min(warmest, shifted(pair.cool, Delta(-settings.comfort.separation)))
    return Targets(max(pair.heat, warmest), pair.cool)


def _foreseen_hours(situation: Situation) -> tuple[Hour, ...]:
    """Return the hours from now on; the forecast errs by as much as it errs now.

    Where only prices are forecast, the weather is taken to stay as it is. Whole degrees
    will do, and keep the plan from being worked out anew each minute.
    """
    now, outdoor = situation.clock.now, situation.outdoor
    end = _end_of_use(situation)
    hours = [hour for hour in situation.seen.ahead if now - HOUR < hour.at < end]
    hours = hours[:HOURS_AHEAD]
    if outdoor is None:
        return tuple(hours)
    said = hours[0].outdoor if hours else None
    error = Delta(round(difference(outdoor, outdoor if said is None else said)))
    return tuple(
        replace(hour, outdoor=_whole_degrees(hour.outdoor, outdoor, error))
        for hour in hours
    )


def _end_of_use(situation: Situation) -> datetime:
    """Return until when heat is of use: until the schedule lets the room cool."""
    schedule, setpoints = situation.seen.schedule, situation.setpoints
    ever = situation.clock.now + HOURS_AHEAD * HOUR
    if not schedule or not schedule.until or not setpoints.upcoming:
        return ever
    is_cooler = setpoints.upcoming.heat < setpoints.asked.heat
    return schedule.until if is_cooler else ever


def _whole_degrees(forecast: Celsius | None, now: Celsius, error: Delta) -> Celsius:
    """Return a temperature in whole degrees: as forecast and set right, or as now."""
    return Celsius(round(now if forecast is None else shifted(forecast, error)))


@lru_cache(maxsize=64)
def _hours_to_store(
    home: Home,
    shown: Warming,
    hours: tuple[Hour, ...],
    room: Celsius,
    band: Delta,
    *,
    is_storing: bool,
) -> tuple[bool, ...]:
    """Return in which of the hours heat is stored; worked out when one changes."""

    def hours_to_fill(surplus: float) -> float:
        time = warming.time_to_rise(shown, band, surplus / home.house.loss)
        return min(SLOWEST, time / HOUR)

    offers = []
    for hour in hours:
        known = home.at(hour.outdoor, room)
        if known is None:
            break
        price = 1.0 if hour.price is None else hour.price
        offers.append(
            cheap_hours.offer_at_price(price, known.cop, known.load, known.surplus)
        )
    kept = exp(-warming.lightness(shown))
    return cheap_hours.hours_to_store(
        offers, kept, hours_to_fill, is_storing=is_storing
    )
