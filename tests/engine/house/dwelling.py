"""Houses of known heat loss, under a thermostat that cycles, minute by minute."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import cos, pi
from random import Random

from custom_components.heat_pump_thermostat.engine.house.balance import outdoor_limit
from custom_components.heat_pump_thermostat.engine.house.envelope import (
    Envelope,
    House,
    Prior,
    envelope_after,
    house_of,
    prior_by_capacity,
    thermal_balance_point,
)
from custom_components.heat_pump_thermostat.engine.house.span import Moment
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
ROOM = Celsius(20)
BTUH = 1 / 3412.14163
"""kW"""


def goodman(outdoor: Celsius) -> float:
    """Return a 2.5-ton heat pump's capacity, kW: its line through 17 and 47 °F."""
    low, high = fahrenheit(17), fahrenheit(47)
    slope = (29_000 - 18_200) * BTUH / (high - low)
    return 18_200 * BTUH + slope * (outdoor - low)


PRIOR = prior_by_capacity(goodman(Celsius(-3)))


@dataclass
class Dwelling:
    """One or two masses of heat; the second, if any, lies between room and outdoors."""

    direct: float = 0.25
    """kW/K from the room straight to outdoors."""
    air: float = 4.0
    """kWh/K of the room."""
    inner: float = 0.0
    outer: float = 0.0
    """kW/K between room and walls, walls and outdoors."""
    walls: float = 8.0
    """kWh/K of the walls."""
    gains: float = 0.4
    """kW of people and appliances."""
    sun: float = 0.0
    """The most that a clear noon adds, kW."""
    room: float = 20.0
    wall: float = 15.0
    is_on: bool = False

    @property
    def loss(self) -> float:
        """The heat loss in steady state, kW/K."""
        if not self.inner:
            return self.direct
        return self.direct + 1 / (1 / self.inner + 1 / self.outer)

    def live(
        self, outdoor: float, sunshine: float, heat: float, hours: float = 1 / 60
    ) -> None:
        """Let some time pass."""
        through = self.inner * (self.room - self.wall)
        gains = self.gains + self.sun * sunshine
        lost = self.direct * (self.room - outdoor) + through
        self.room += hours * (heat + gains - lost) / self.air
        self.wall += hours * (through - self.outer * (self.wall - outdoor)) / self.walls


FRAMED = Dwelling(direct=0.25)
WALLED = Dwelling(direct=0.1, inner=0.8, outer=0.2, air=2.0, walls=8.0)


@dataclass
class Weather:
    """Days that are colder and warmer by turns, with nights, and some sun."""

    seed: int
    mean: float = 0.0
    span: float = 12.0
    """Between the mildest and the coldest day, K."""
    swing: float = 3.5

    def minutes(self, days: float) -> Iterator[tuple[datetime, float, float]]:
        """Yield time, outdoor temperature and sunshine (0 … 1)."""
        chance = Random(self.seed)  # noqa: S311
        shift, cloud = chance.random() * 8, 1.0
        for minute in range(int(days * 1440)):
            day, hour = minute / 1440, minute / 60
            if minute % 1440 == 0:
                cloud = chance.random()
                shift += chance.uniform(-0.5, 0.5)
            outdoor = (
                self.mean
                + self.span / 2 * cos(2 * pi * (day + shift) / 8)
                + self.swing * cos((hour - 15) * pi / 12)
            )
            sunshine = cloud * max(0.0, cos((hour - 12) * pi / 9))
            yield NEW_YEAR + timedelta(minutes=minute), outdoor, sunshine


def heated(
    dwelling: Dwelling,
    weather: Weather,
    days: float,
    *,
    setpoint: Callable[[datetime], float] = lambda _: ROOM,
    capacity: Callable[[Celsius], float] = goodman,
) -> Iterator[tuple[datetime, Moment]]:
    """Yield what a thermostat sees each minute, its sensors in tenths of a degree."""
    lived = replace(dwelling)
    chance = Random(weather.seed + 1)  # noqa: S311
    for now, outdoor, sunshine in weather.minutes(days):
        seen = round(lived.room + chance.gauss(0, 0.05), 1)
        target = setpoint(now)
        if seen <= target - 0.3 or seen >= target + 0.3:
            lived.is_on = seen < target
        heat = capacity(Celsius(outdoor)) * lived.is_on
        lived.live(outdoor, sunshine, heat)
        reported = Celsius(round(outdoor, 1))
        yield now, Moment(Celsius(seen), reported, heat, float(lived.is_on))


@dataclass
class Learner:
    """A learned house, fed with moments."""

    envelope: Envelope = Envelope()
    prior: Prior = PRIOR

    def watch(self, moments: Iterator[tuple[datetime, Moment | None]]) -> Learner:
        """Learn from moments, one a minute."""
        for now, moment in moments:
            self.envelope = envelope_after(
                self.envelope,
                moment,
                self.prior,
                seconds=60,
                now=now,
                midnight=now.replace(hour=0, minute=0),
            )
        return self

    @property
    def house(self) -> House:
        """What is known now."""
        return house_of(self.envelope, self.prior)

    @property
    def balance(self) -> float:
        """The balance point that follows, °C."""
        found = thermal_balance_point(self.house, goodman, ROOM)
        assert found is not None
        return outdoor_limit(found)
