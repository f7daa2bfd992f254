"""Room sensors as they are sold: they round, lag, are noisy, and report seldom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a room sensor makes of the room, and when it says so."""

    step: float = 0.1
    """What it rounds to, in its own degrees."""
    is_fahrenheit: bool = False
    every: timedelta = MINUTE
    """The least time between its reports."""
    changes_by: float | None = None
    """By how much what it shows must have changed for it to report, in its own degrees;
    None where it reports whatever it shows."""
    heartbeat: timedelta = timedelta(days=365)
    """After how long a silence it reports nevertheless."""
    measures: timedelta = MINUTE
    """How often it has something new to report."""
    lag: timedelta = timedelta()
    """How long it takes to follow but for one part in e."""
    noise: float = 0.0
    """K, one sigma."""
    warmed: float = 0.0
    """By what part of what the blown air is warmer it is too: it hangs in its way."""


KINDS: Final[Mapping[str, Kind]] = {
    "perfect": Kind(),
    "0.1K/10min": Kind(every=10 * MINUTE),
    "0.5K/10min": Kind(step=0.5, every=10 * MINUTE),
    "held": Kind(step=0.5, measures=10 * MINUTE),
    "0.5K-change": Kind(step=0.5, changes_by=0.5),
    "1F/5min": Kind(step=1.0, is_fahrenheit=True, every=5 * MINUTE),
    "1F-change": Kind(step=1.0, is_fahrenheit=True, changes_by=1.0),
    "lag": Kind(lag=10 * MINUTE),
    "noise": Kind(noise=0.2),
    "worst": Kind(step=0.5, every=10 * MINUTE, lag=10 * MINUTE, noise=0.1),
    "deadband": Kind(step=0.01, changes_by=0.5, heartbeat=50 * MINUTE),
    "supply-air": Kind(warmed=0.08),
}
"""The first one is what no household has, and the others are held against."""


@dataclass(slots=True)
class RoomSensor:
    """A room sensor in a house."""

    kind: Kind
    shown: float = 0.0
    """What it showed last, °C."""
    at: timedelta = timedelta()
    """When it said so."""
    felt: float | None = None
    _raw: float | None = None
    _measured: tuple[timedelta, float] | None = None
    _random: Random = field(default_factory=lambda: Random(1))  # noqa: S311

    def sense(self, since: timedelta, air: float, blown: float) -> None:
        """Let a minute pass in a room so warm, and report where it does.

        `blown` is the air that the fan blows, °C; the room's while it rests.
        """
        kind = self.kind
        around = air + kind.warmed * (blown - air)
        follows = min(1.0, MINUTE / kind.lag) if kind.lag else 1.0
        before = around if self.felt is None else self.felt
        self.felt = before + (around - before) * follows
        value = self._measured_value(since, self.felt)
        value = value * 1.8 + 32 if kind.is_fahrenheit else value
        value = round(value / kind.step) * kind.step
        if self._raw is not None and not self._is_due(value, self._raw, since):
            return
        self._raw, self.at = value, since
        self.shown = round((value - 32) / 1.8 if kind.is_fahrenheit else value, 3)

    def _measured_value(self, since: timedelta, felt: float) -> float:
        """Return what it measured last: now, where that is due."""
        kind, last = self.kind, self._measured
        if last is None or since - last[0] >= kind.measures:
            noise = self._random.gauss(0, kind.noise) if kind.noise else 0.0
            self._measured = last = (since, felt + noise)
        return last[1]

    def _is_due(self, value: float, last: float, since: timedelta) -> bool:
        kind, passed = self.kind, since - self.at
        if kind.changes_by is None or passed >= kind.heartbeat:
            return passed >= kind.every
        return passed >= kind.every and abs(value - last) > kind.changes_by - 0.005
