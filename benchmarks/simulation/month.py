"""A thermostat in a house for a month, and what became of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from .houses import Plant
from .programme import Programme
from .sensors import KINDS, RoomSensor
from .thermostats import MINUTE, PROTECTION, Sensed, Thermostat

TOLERANCE: Final = 0.5
"""How far below the setpoint nobody minds, K."""
HOUR: Final = timedelta(hours=1)
HASTE: Final = 10
"""Minutes that the highest stage is to have had before it is helped."""


@dataclass(frozen=True, slots=True)
class Minute:
    """What was so at the end of a minute, and what ran during it."""

    since: timedelta
    room: float
    setpoint: float
    outdoor: float
    has_compressor: bool
    has_aux: bool
    is_full: bool = False
    """Whether the compressor runs at its highest stage."""
    watts: float = 0.0
    """What outdoor unit, fan and auxiliary heat draw."""


@dataclass
class Month:
    """What a thermostat did, minute by minute."""

    plant: Plant
    thermostat: Thermostat
    programme: Programme
    sensor: RoomSensor = field(default_factory=lambda: RoomSensor(KINDS["perfect"]))
    minutes: list[Minute] = field(default_factory=list)
    fan_kwh: float = 0.0

    def live(self, days: int) -> Month:
        """Let the days pass."""
        for _ in range(days * 24 * 60):
            self._advance()
        return self

    def _advance(self) -> None:
        plant, since = self.plant, self.plant.since
        wires = self.thermostat.step(since, self._sensed())
        plant.advance(wires, MINUTE)
        self.fan_kwh += plant.house.fan_watts / 1000 * (MINUTE / HOUR)
        self.minutes.append(
            Minute(
                since,
                plant.house.air,
                self.programme.setpoint(since),
                plant.weather.temperature(since),
                has_compressor=wires.y1,
                has_aux=wires.w2 or wires.e,
                is_full=wires.y2,
                watts=plant.house.heat_pump_watts
                + plant.house.fan_watts
                + plant.house.aux_watts,
            )
        )

    def _sensed(self) -> Sensed:
        house, outdoors = self.plant.house, self.plant.outdoors
        blown = house.supply if house.fan_watts else house.air
        self.sensor.sense(self.plant.since, house.air, blown)
        return Sensed(
            room=self.sensor.shown,
            room_at=self.sensor.at,
            back=round(house.air, 1),
            outdoor=round(outdoors.temperature, 1),
            humidity=round(outdoors.relative_humidity),
            supply=round(house.supply, 1),
            coil=round(house.unit.coil, 1),
            power=round(house.heat_pump_watts) / 1000,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What matters of a month."""

    cold: float
    """Degree-hours below the setpoint by more than the tolerance, K·h."""
    heat_pump: float
    fan: float
    aux: float
    """Electricity, kWh."""
    starts: float
    """Of the compressor, a day."""
    short_rests: int
    """Starts sooner than 5 minutes after a stop."""
    aux_starts: float
    full_starts: float
    """Of the highest stage, a day."""
    hasty: int
    """Calls of auxiliary heat within ten minutes of the highest stage's."""
    peak: float
    """The dearest clock quarter of an hour, kW."""
    used: float
    """Resistance heat utilization: minutes of auxiliary heat by those of the compressor
    (EPA, ENERGY STAR Connected Thermostats, where emergency heat is in both)."""
    mean: float
    """The room's mean temperature, °C."""
    late: float | None
    """Mean minutes from a rise of the setpoint until the room is there."""

    @property
    def total(self) -> float:
        """Return all the electricity, kWh."""
        return self.heat_pump + self.fan + self.aux


def score(month: Month) -> Score:
    """Return what matters of a month."""
    minutes, house = month.minutes, month.plant.house
    days = len(minutes) / (24 * 60)
    colds = [max(0.0, m.setpoint - TOLERANCE - m.room) for m in minutes]
    compressor = [m.has_compressor for m in minutes]
    late = lateness(month)
    return Score(
        cold=sum(colds) / 60,
        heat_pump=house.heat_pump_kwh,
        fan=month.fan_kwh,
        aux=house.aux_kwh,
        starts=len(starts(compressor)) / days,
        short_rests=sum(rest < PROTECTION for rest in rests(compressor)),
        aux_starts=len(starts([m.has_aux for m in minutes])) / days,
        full_starts=len(starts([m.is_full for m in minutes])) / days,
        hasty=hasty_calls(minutes),
        peak=peak(minutes),
        used=utilization(minutes),
        mean=sum(m.room for m in minutes) / len(minutes),
        late=sum(late) / len(late) if late else None,
    )


def hasty_calls(minutes: list[Minute]) -> int:
    """Return how often auxiliary heat was called before full output had its time."""
    full = starts([m.is_full for m in minutes])
    return sum(
        any(0 <= call - start < HASTE for start in full)
        for call in starts([m.has_aux for m in minutes])
    )


def peak(minutes: list[Minute]) -> float:
    """Return the dearest clock quarter of an hour, kW."""
    quarters = (minutes[i : i + 15] for i in range(0, len(minutes), 15))
    return max(sum(m.watts for m in quarter) for quarter in quarters) / 15 / 1000


def utilization(minutes: list[Minute]) -> float:
    """Return the minutes of auxiliary heat as a share of those of the compressor."""
    compressor = sum(m.has_compressor for m in minutes)
    return sum(m.has_aux for m in minutes) / compressor if compressor else 0.0


def utilization_by_weather(minutes: list[Minute]) -> dict[int, float]:
    """Return that of the days whose mean falls into each bin of 5 °F, by its begin."""
    days: dict[int, list[Minute]] = {}
    for begin in range(0, len(minutes), 24 * 60):
        day = minutes[begin : begin + 24 * 60]
        fahrenheit = sum(m.outdoor for m in day) / len(day) * 1.8 + 32
        days.setdefault(int(fahrenheit // 5 * 5), []).extend(day)
    return {begin: utilization(days[begin]) for begin in sorted(days)}


def starts(runs: list[bool]) -> list[int]:
    """Return the minutes in which something starts."""
    before = [False, *runs]
    return [i for i, runs_now in enumerate(runs) if runs_now and not before[i]]


def rests(runs: list[bool]) -> list[timedelta]:
    """Return how long something rested before each of its starts but the first."""
    stops = starts([not run for run in runs])
    return [
        (start - max(before)) * MINUTE
        for start in starts(runs)
        if (before := [stop for stop in stops if 0 < stop < start])
    ]


def lateness(month: Month) -> list[float]:
    """Return for each rise of the setpoint after how many minutes the room is there."""
    late: list[float] = []
    waiting: float | None = None
    for minute in month.minutes:
        if month.programme.is_rise(minute.since):
            waiting = 0.0
        if waiting is not None and minute.room >= minute.setpoint - TOLERANCE:
            late.append(waiting)
            waiting = None
        waiting = None if waiting is None else waiting + 1
    return late
