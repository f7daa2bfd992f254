"""A house of several rooms with its sensors, and a thermostat on the bench."""

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from benchmarks.simulation.houses import TYPICAL
from benchmarks.simulation.sensors import KINDS, RoomSensor
from benchmarks.simulation.thermostats import settings_of
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.settings import (
    Counting,
    CountingRooms,
    Preset,
)

from .invariants import W2, Y1, Y2, E, G, O
from .plant import physics
from .rig import NOON, SECOND, Bench, celsius, minutes

MINUTE: Final = minutes(1)
HOUR: Final = 60
OWN: Final = "room"
BED: Final = "sensor.bedroom"
STUDY: Final = "sensor.study"

type People = Callable[[int], AbstractSet[str]]
"""The rooms in which somebody is seen, by the minute."""


def always(*rooms: str) -> People:
    """Return people who stay."""
    return lambda _: {*rooms}


NOBODY: Final = always()


@dataclass
class House:
    """A house of three rooms, and its thermostat."""

    counting: Counting = Counting.FIRST
    outdoors: float = 0.0
    apart: dict[str, float] = field(
        default_factory=lambda: {OWN: 0.0, BED: -2.0, STUDY: 1.0}
    )
    """K by which the rooms are warmer than the house."""
    sensors: Mapping[str, str] = field(default_factory=dict)
    """The kinds of their sensors; perfect ones otherwise."""
    of_presets: Mapping[Preset, frozenset[str]] = field(default_factory=dict)
    says: Callable[[str, int, float], float | None] = lambda _room, _minute, says: says
    """What a sensor says, by its room, the minute and what a sound one would say."""
    design: physics.Design = TYPICAL
    has_compressor: bool = True
    """Whether it does anything, whatever its relay says."""
    air: float = 20.0
    aux: list[int] = field(default_factory=list)
    """The minutes in which backup heat ran."""
    log: list[dict[str, float]] = field(default_factory=list)
    """How warm it was in each, by the room."""
    believed: list[float] = field(default_factory=list)
    """How warm the thermostat took the rooms that counted for."""
    counted: list[frozenset[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rooms = CountingRooms(counting=self.counting, of_presets=self.of_presets)
        self.bench = Bench(
            replace(settings_of(self.design), rooms=rooms),
            room=round(self.air + self.apart[OWN], 1),
            outdoor=self.outdoors,
            is_reporting=False,
            believes_leaps=False,
        )
        self.house = physics.House(air=self.air, structure=self.air - 0.5)
        self.gauges = {
            name: RoomSensor(KINDS[self.sensors.get(name, "perfect")])
            for name in self.apart
        }
        self.minute = 0

    def live(self, hours: float, people: People = NOBODY) -> House:
        """Let time pass."""
        for _ in range(round(hours * HOUR)):
            self._pass_a_minute(people)
        return self

    def _pass_a_minute(self, people: People) -> None:
        bench, on = self.bench, self.bench.on
        runs = Y1 in on and self.has_compressor
        top = Y2 if Y2 in bench.relays else Y1
        wires = physics.Relays(
            y1=runs, y2=runs and top in on, g=G in on, o=O in on, w2=W2 in on, e=E in on
        )
        weather = physics.Weather(temperature=self.outdoors)
        self.house = physics.advance(self.house, wires, weather, 60.0, self.design)
        bench.doze(MINUTE - SECOND)
        bench.now += SECOND
        self.minute += 1
        rooms = {name: self.house.air + by for name, by in self.apart.items()}
        readings = {name: self._reading(name, air) for name, air in rooms.items()}
        own = readings.pop(OWN)
        present = people(self.minute)
        bench.more = {
            "further": readings,
            "presence": {name: name in present for name in self.apart},
        }
        bench.room = None if own is None else own.value
        if own is not None:
            bench._reported_at = own.at
        bench.sense(outdoor=self.outdoors)
        self._note(rooms)

    def _reading(self, name: str, air: float) -> Reading | None:
        gauge = self.gauges[name]
        lift = self.house.supply - self.house.air if self.house.fan_watts else 0.0
        gauge.sense(minutes(self.minute), air, air + lift)
        told = self.says(name, self.minute, gauge.shown)
        return None if told is None else Reading(celsius(told), NOON + gauge.at)

    def _note(self, rooms: dict[str, float]) -> None:
        state = self.bench.state.rooms
        view = state.view()
        if not self.bench.on.isdisjoint({W2, E}):
            self.aux.append(self.minute)
        self.log.append(rooms)
        self.counted.append(state.counting)
        self.believed.append(0.0 if view is None else view.air)

    def last(self, room: str, hours: float = 1) -> float:
        """Return how warm a room was in the mean of the last hours."""
        last = self.log[-round(hours * HOUR) :]
        return sum(rooms[room] for rooms in last) / len(last)
