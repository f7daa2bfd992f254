"""What a reading is while the machine heats undisturbed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..records import replace

FIRST_SPREAD: Final = 0.1
"""The deviation taken for a new sensor, as a share of its reading."""

FOLLOWS: Final = timedelta(minutes=3)
"""Slower than a defrost begins, faster than frost takes the heat away."""
SPREAD_FOLLOWS: Final = timedelta(minutes=30)
OUTDATED: Final = timedelta(minutes=30)
LIFT_WEIGHT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Normal:
    """What a reading is while the machine heats undisturbed, without our backup."""

    value: float
    spread: float
    """The mean deviation from it."""
    at: datetime
    lift: float | None = None
    """What our own backup adds; None until it was seen."""
    with_backup: bool = False

    def expected(self, *, with_backup: bool) -> float | None:
        """Return the reading to expect; None while nothing is known of it."""
        if not with_backup:
            return self.value
        return None if self.lift is None else self.value + self.lift


@dataclass(frozen=True, slots=True)
class Normals:
    """What is normal for each kind of evidence."""

    gap: Normal | None = None
    """Coil above outdoors, in K: below zero while heating."""
    rise: Normal | None = None
    """Supply above return, in K."""
    power: Normal | None = None
    """In kW."""
    aux_power: Normal | None = None
    """What is on the meter of electric heat that nobody called, in kW."""


def normal_after(
    normal: Normal | None,
    seen: float,
    now: datetime,
    *,
    with_backup: bool = False,
) -> Normal | None:
    """Return what is normal after a reading, and the lift after a change of backup."""
    if normal is None:
        return None if with_backup else Normal(seen, FIRST_SPREAD * abs(seen), now)
    time = now - normal.at
    is_fresh = time <= OUTDATED
    expected = normal.expected(with_backup=with_backup)
    if expected is None:
        lift = max(0.0, seen - normal.value) if is_fresh else None
        return replace(normal, lift=lift, with_backup=lift is not None)
    error = seen - expected
    if with_backup != normal.with_backup:
        lift = normal.lift
        if lift is not None and is_fresh:
            lift = max(0.0, lift + LIFT_WEIGHT * (error if with_backup else -error))
        base = seen - (lift or 0.0) if with_backup else seen
        return Normal(base, normal.spread, now, lift, with_backup)
    if not is_fresh:
        return replace(normal, value=normal.value + error, at=now)
    calm = _weight_of(time, SPREAD_FOLLOWS) if time <= FOLLOWS else 0.0
    return replace(
        normal,
        value=normal.value + _weight_of(time, FOLLOWS) * error,
        spread=normal.spread + calm * (abs(error) - normal.spread),
        at=now,
    )


def _weight_of(time: timedelta, constant: timedelta) -> float:
    return time / (time + constant)
