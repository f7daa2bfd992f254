"""Synthetic minutes of an air-to-air heat pump that frosts and defrosts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
import math
from random import Random
from typing import Any

from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.defrost.defrost import advance
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    Evidence,
    Frost,
    defrost_began,
)
from custom_components.heat_pump_thermostat.engine.defrost.signs import Signs
from custom_components.heat_pump_thermostat.engine.units import Celsius

START = datetime(2026, 1, 10, tzinfo=UTC)
SENSED = tuple(evidence for evidence in Evidence if evidence.is_sensed)

type Change = Callable[[float, Signs], Signs]
"""What else happens, by the minute."""


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@dataclass(frozen=True, slots=True)
class Defrost:
    """One cycle of the board."""

    begin: float
    length: float = 6

    def covers(self, minute: float) -> bool:
        return self.begin <= minute < self.begin + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A heat pump, its weather and the sensors that watch it."""

    evidence: tuple[Evidence, ...] = SENSED
    defrosts: tuple[Defrost, ...] = ()
    started: float = 0
    outdoor: float = -3
    humidity: float | None = 85
    gap: float = -8
    capacity_rise: float = 12
    defrost_rise: float = -4
    """−4 K without reheat; with the board's own elements the house gets +6 K."""
    power: float = 2.5
    defrost_power: float = 1.5
    backup_lift: float = 14
    shared_meter: float = 0
    """What our backup adds to the heat pump's meter, in kW."""
    quiet_shift: bool = False
    noise: float = 0.1
    offset: float = 0
    """The coil's and the supply's sensors read so much too high."""
    missing: float = 0
    """The share of reports that fail."""
    seconds: int = 60
    modulates: bool = field(default=False, repr=False)
    """Not part of what noise is drawn by."""
    reheat: float = field(default=10, repr=False)
    """What the board's own elements draw in a defrost, in kW."""
    beside_reheat: float = field(default=0.4, repr=False)
    """What else is on their meter, in kW: a fan."""

    def moments(self, length: float, change: Change) -> Iterator[tuple[Signs, bool]]:
        random = Random(f"{self}")  # noqa: S311
        coil, rise = self.outdoor, 0.0
        for second in range(0, round(length * 60), self.seconds):
            minute = second / 60
            defrost = next((d for d in self.defrosts if d.covers(minute)), None)
            told = change(minute, Signs(running_since=at(self.started)))
            coil += self._lag(30) * (self._coil(minute, defrost, told) - coil)
            rise += self._lag(20) * (self._rise(minute, defrost, told) - rise)
            signs = self._seen(coil, rise, self._power(minute, defrost, told), random)
            drawn = self.beside_reheat + (self.reheat if defrost else 0)
            aux_power = None if told.is_backup_on else drawn
            seen = replace(signs, signal=defrost is not None, aux_power=aux_power)
            seen = change(minute, seen)
            yield self._reported(seen, random), defrost is not None

    def _lag(self, seconds: float) -> float:
        return 1 - math.exp(-self.seconds / seconds)

    def _is_running(self, minute: float, told: Signs) -> bool:
        return told.running_since is not None and minute >= self.started

    def _frost(self, minute: float) -> float:
        """Return how far the coil is frosted, 0 … 1, an hour after a defrost."""
        ends = (d.begin + d.length for d in self.defrosts)
        return min(1, (minute - max((e for e in ends if e <= minute), default=0)) / 60)

    def _coil(self, minute: float, defrost: Defrost | None, told: Signs) -> float:
        if not self._is_running(minute, told):
            return self.outdoor
        if defrost is None:
            return self.outdoor + self.gap - self._frost(minute)
        is_melting = minute - defrost.begin < min(defrost.length * 0.3, 3)
        return min(self.outdoor + 4, 0) if is_melting else 16

    def _rise(self, minute: float, defrost: Defrost | None, told: Signs) -> float:
        if not self._is_running(minute, told):
            return 0
        fade = 1 - 0.2 * self._frost(minute)
        heat = self.capacity_rise * fade if defrost is None else self.defrost_rise
        return heat + (self.backup_lift if told.is_backup_on else 0)

    def _power(self, minute: float, defrost: Defrost | None, told: Signs) -> float:
        if not self._is_running(minute, told):
            return 0.04
        power = self.power if defrost is None else self.defrost_power
        edges = [d.begin for d in self.defrosts]
        edges += [d.begin + d.length for d in self.defrosts]
        if self.quiet_shift and any(0 <= minute - edge < 0.75 for edge in edges):
            power = 0.02
        return power + (self.shared_meter if told.is_backup_on else 0)

    def _seen(self, coil: float, rise: float, power: float, random: Random) -> Signs:
        def noisy(value: float) -> Celsius:
            return Celsius(round(random.gauss(value, self.noise), 1))

        return Signs(
            running_since=at(self.started),
            outdoor=noisy(self.outdoor),
            humidity=self.humidity,
            coil=noisy(coil + self.offset),
            supply=noisy(20 + rise + self.offset),
            back=noisy(20),
            power=round(power * random.gauss(1, 0.01), 3),
            modulates=self.modulates,
        )

    def _reported(self, signs: Signs, random: Random) -> Signs:
        """Return the signs of those sensors that exist and report."""
        is_missed = random.random() < self.missing

        def has(evidence: Evidence) -> bool:
            return evidence in self.evidence and not is_missed

        return replace(
            signs,
            signal=signs.signal if has(Evidence.SIGNAL) else None,
            coil=signs.coil if has(Evidence.COIL) else None,
            aux_power=signs.aux_power if has(Evidence.REHEAT) else None,
            supply=signs.supply if has(Evidence.AIR) else None,
            power=signs.power if has(Evidence.POWER) else None,
        )


def since(begin: float, **fields: Any) -> Change:
    """Return how signs are different from a minute on."""
    return lambda minute, signs: replace(signs, **fields) if minute >= begin else signs


def as_it_is(_minute: float, signs: Signs) -> Signs:
    return signs


@dataclass(frozen=True, slots=True)
class Look:
    """One moment: what was, what was seen and what became known."""

    minute: float
    is_defrosting: bool
    signs: Signs
    frost: Frost


def watched(
    machine: Machine,
    length: float,
    change: Change = as_it_is,
    frost: Frost | None = None,
) -> list[Look]:
    """Return what an estimator says of a machine through the minutes."""
    frost, looks = frost or Frost(), []
    for index, (signs, truth) in enumerate(machine.moments(length, change)):
        minute = index * machine.seconds / 60
        frost = advance(frost, signs, Clock(at(minute)))
        looks.append(Look(minute, truth, signs, frost))
    return looks


def told(looks: Iterable[Look]) -> list[float]:
    """Return the minutes at which a defrost began to be told."""
    before, begins = Frost(), []
    for look in looks:
        if defrost_began(before, look.frost):
            begins.append(look.minute)
        before = look.frost
    return begins


def look_at(looks: Iterable[Look], minute: float) -> Frost:
    """Return what was known at a minute."""
    return next(look.frost for look in looks if look.minute >= minute)
