"""The limits that the outdoor temperature sets, each with its hysteresis."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..belief.outdoor import WEATHER_SERVES
from ..board import Side, Terminal
from ..settings import Settings
from ..situation import Situation
from ..units import TOLERANCE, Celsius, Delta, difference, shifted
from ..vocabulary import Lockout

COMPRESSOR_HYSTERESIS = Delta(1.5)
WINTER: Final = timedelta(days=7)
"""A machine that heated within such time does not cool in unknown weather."""


@dataclass(frozen=True, slots=True)
class Limit:
    """An outdoor temperature that locks something out."""

    at: Callable[[Settings], Celsius | None]
    is_maximum: bool
    hysteresis: Delta
    is_protective: bool = False
    """Whether it keeps the machine from harm, and outlasts the sensor that set it."""

    def locks(
        self, settings: Settings, outdoor: Celsius | None, *, was_locked: bool
    ) -> bool:
        """Return whether it is beyond the limit; an unknown outdoors locks nothing."""
        limit = self.at(settings)
        if limit is None or outdoor is None:
            return False
        if self.is_maximum:
            excess = difference(outdoor, limit)
            return (
                excess > TOLERANCE - self.hysteresis
                if was_locked
                else excess >= -TOLERANCE
            )
        shortfall = difference(limit, outdoor)
        return shortfall > TOLERANCE - (self.hysteresis if was_locked else 0)


def _compressor_minimum(settings: Settings) -> Celsius | None:
    """Without a backup, a cold compressor is better than no heat."""
    if not settings.machine.has_backup():
        return None
    return settings.compressor.minimum_outdoor


def _furnace_maximum(settings: Settings) -> Celsius | None:
    """The furnace must be allowed wherever the compressor is locked out."""
    maximum = settings.auxiliary.maximum_outdoor
    changeover = settings.compressor.minimum_outdoor
    if maximum is None or changeover is None:
        return maximum
    return max(maximum, shifted(changeover, COMPRESSOR_HYSTERESIS))


LIMITS: Mapping[Lockout, Limit] = {
    Lockout.AUXILIARY: Limit(
        lambda settings: settings.auxiliary.maximum_outdoor,
        is_maximum=True,
        hysteresis=Delta(1.0),
    ),
    Lockout.FURNACE: Limit(_furnace_maximum, is_maximum=True, hysteresis=Delta(1.0)),
    Lockout.COMPRESSOR: Limit(
        _compressor_minimum,
        is_maximum=False,
        hysteresis=COMPRESSOR_HYSTERESIS,
        is_protective=True,
    ),
    Lockout.COOLING: Limit(
        lambda settings: settings.compressor.cooling_minimum_outdoor,
        is_maximum=False,
        hysteresis=Delta(1.0),
        is_protective=True,
    ),
}


def advance(lockouts: frozenset[Lockout], situation: Situation) -> frozenset[Lockout]:
    """Return what the outdoor temperature locks out now.

    A limit that protects the machine holds for two days after its sensor was lost,
    whatever others say of the weather. Cooling stays locked where nobody says anything.
    """
    settings, outdoor = situation.settings, situation.outdoor
    is_held = _is_verdict_held(situation)
    told = {
        lockout
        for lockout, limit in LIMITS.items()
        if limit.locks(settings, outdoor, was_locked=lockout in lockouts)
        or (limit.is_protective and is_held and lockout in lockouts)
    }
    if _must_not_cool(situation, is_held=is_held):
        told.add(Lockout.COOLING)
    return frozenset(told)


def heated_at(before: datetime | None, situation: Situation) -> datetime | None:
    """Return when the machine last heated."""
    board = situation.board
    is_warming = board.is_on(Terminal.Y1) and situation.running_side is Side.HEAT
    return situation.clock.now if is_warming or board.is_backup_on else before


def _is_verdict_held(situation: Situation) -> bool:
    """Return whether the outdoor sensor is lost, but not for long."""
    known_at = situation.state.senses.outdoor_sensor.known_at
    is_lost = situation.seen.is_outdoor_expected and situation.is_outdoor_sensor_lost
    if not is_lost or known_at is None:
        return False
    return not situation.clock.expired(known_at, WEATHER_SERVES)


def _must_not_cool(situation: Situation, *, is_held: bool) -> bool:
    """Return whether nobody knows the weather, which may be that of winter."""
    if situation.outdoor is not None or not situation.seen.is_outdoor_expected:
        return False
    heated = situation.state.guards.heated_at
    if heated is not None and not situation.clock.expired(heated, WINTER):
        return True
    is_limited = LIMITS[Lockout.COOLING].at(situation.settings) is not None
    return is_limited and not is_held


def are_ordered(settings: Settings) -> bool:
    """Return whether some heat is allowed at every outdoor temperature.

    Electric aux locked out above a maximum that lies below the compressor's minimum
    would leave a band in which nothing may heat.
    """
    maximum = settings.auxiliary.maximum_outdoor
    minimum = settings.compressor.minimum_outdoor
    if not settings.machine.has_electric_backup():
        return True
    return maximum is None or minimum is None or maximum >= minimum
