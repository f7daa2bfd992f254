"""The limits that the outdoor temperature sets, each with its hysteresis."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..settings import Settings
from ..situation import Situation
from ..units import TOLERANCE, Celsius, Delta, difference, shifted
from ..vocabulary import Lockout

COMPRESSOR_HYSTERESIS = Delta(1.5)


@dataclass(frozen=True, slots=True)
class Limit:
    """An outdoor temperature that locks something out."""

    at: Callable[[Settings], Celsius | None]
    is_maximum: bool
    hysteresis: Delta

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
        _compressor_minimum, is_maximum=False, hysteresis=COMPRESSOR_HYSTERESIS
    ),
    Lockout.COOLING: Limit(
        lambda settings: settings.compressor.cooling_minimum_outdoor,
        is_maximum=False,
        hysteresis=Delta(1.0),
    ),
}


def advance(lockouts: frozenset[Lockout], situation: Situation) -> frozenset[Lockout]:
    """Return what the outdoor temperature locks out now."""
    settings, outdoor = situation.settings, situation.outdoor
    return frozenset(
        lockout
        for lockout, limit in LIMITS.items()
        if limit.locks(settings, outdoor, was_locked=lockout in lockouts)
    )


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
