"""Several rooms with sensors: who counts, and what the machine makes of it.

One machine heats a whole house here; its rooms are as far apart as their doors let
them.
"""

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random
from typing import Final

import pytest

from benchmarks.simulation.houses import TYPICAL
from benchmarks.simulation.sensors import KINDS, RoomSensor
from benchmarks.simulation.thermostats import settings_of
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.settings import (
    Auxiliary,
    Counting,
    CountingRooms,
    Preset,
    Strategy,
)
from custom_components.heat_pump_thermostat.engine.wishes import Block

from .invariants import W2, Y1, E, G, O
from .plant import physics
from .rig import NOON, SECOND, Bench, celsius, minutes, targets

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

    counting: Counting
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
            replace(settings_of(TYPICAL), rooms=rooms),
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
        wires = physics.Relays(
            y1=Y1 in on, y2=Y1 in on, g=G in on, o=O in on, w2=W2 in on, e=E in on
        )
        weather = physics.Weather(temperature=self.outdoors)
        self.house = physics.advance(self.house, wires, weather, 60.0, TYPICAL)
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
        gauge.sense(minutes(self.minute), air, air)
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


# --- What the rooms are kept at ------------------------------------------------------


@pytest.mark.parametrize(
    ("counting", "people", "kept"),
    [
        pytest.param(Counting.FIRST, always(BED), {OWN: 20.0}, id="the first"),
        pytest.param(Counting.NEEDIEST, always(), {BED: 20.0}, id="the coldest"),
        pytest.param(Counting.PRESENCE, always(BED), {BED: 20.0}, id="who is there"),
        pytest.param(
            Counting.AVERAGE, always(), {OWN: 20.33, BED: 18.33}, id="all on average"
        ),
        pytest.param(
            Counting.PRESENCE,
            always(BED, STUDY),
            {BED: 18.5, STUDY: 21.5},
            id="two rooms with people",
        ),
        pytest.param(Counting.PRESENCE, always(), {OWN: 20.33}, id="nobody anywhere"),
        pytest.param(Counting.PRESET, always(BED), {OWN: 20.0}, id="no preset"),
    ],
)
def test_the_rooms_that_count_are_kept_warm(
    counting: Counting, people: People, kept: Mapping[str, float]
) -> None:
    house = House(counting).live(10, people)
    found = {room: house.last(room, hours=4) for room in kept}
    assert found == pytest.approx(kept, abs=0.35)
    assert not house.aux


def test_a_preset_chooses_rooms_and_so_does_a_block_of_the_schedule() -> None:
    house = House(Counting.PRESET, of_presets={Preset.SLEEP: frozenset({BED})})
    house.live(2)
    assert house.counted[-1] == {OWN}

    house.bench.wish(lambda wishes: wishes.with_preset(Preset.SLEEP))
    house.live(8)
    assert house.counted[-1] == {BED}
    assert house.last(BED) == pytest.approx(18, abs=0.6)

    house.bench.wish(lambda wishes: wishes.with_preset(None))
    house.live(0.1)
    assert house.counted[-1] == {OWN}
    house.bench.follow(Block(preset=Preset.SLEEP))
    assert house.bench.decision.targets == targets(heat=18, cool=26)
    house.live(0.1)
    assert house.counted[-1] == {BED}

    warmer = targets(heat=19)
    house.bench.wish(lambda w: w.with_hold(warmer, house.bench.schedule))
    house.live(0.1)
    assert house.counted[-1] == {BED}, "a temperature set by hand moves nobody"
    assert not house.aux


# --- Moving on -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colder", "outdoors"),
    [(1.0, -5.0), (1.0, 2.0), (2.0, -2.0), (2.0, 2.0), (3.0, 2.0)],
)
def test_a_colder_room_is_warmed_in_its_time_by_the_compressor_alone(
    colder: float, outdoors: float
) -> None:
    apart = {OWN: 0.0, BED: -colder}
    house = House(Counting.PRESENCE, outdoors, apart).live(3, always(OWN))
    assert house.last(OWN) == pytest.approx(20, abs=0.5)
    house.live(8, always(BED))
    assert not house.aux
    assert house.last(BED) == pytest.approx(20, abs=0.6)


def test_help_comes_late_to_a_room_that_the_compressor_cannot_reach() -> None:
    house = House(Counting.PRESENCE, -2.0, {OWN: 0.0, BED: -3.0}).live(3, always(OWN))
    moved_at = house.minute
    house.live(8, always(BED))
    assert house.aux[0] - moved_at >= 2 * HOUR
    assert house.last(BED) == pytest.approx(20, abs=0.7)


@pytest.mark.parametrize(
    ("strategy", "outdoors"),
    [(Strategy.COMFORT, -2.0), (Strategy.COMFORT, 2.0), (Strategy.BALANCED, 9.0)],
)
def test_neither_an_eager_strategy_nor_a_mild_day_makes_strips_of_a_move(
    strategy: Strategy, outdoors: float
) -> None:
    apart = {OWN: 0.0, BED: -3.0}
    house = House(Counting.PRESENCE, outdoors, apart)
    auxiliary = Auxiliary(strategy=strategy)
    house.bench.adjust(lambda settings: replace(settings, auxiliary=auxiliary))
    house.live(3, always(OWN)).live(1.5, always(BED))
    assert not house.aux


def test_help_comes_to_a_room_that_goes_on_falling() -> None:
    """Grace is for the way that the count has gone, not for a machine too small."""
    apart = {OWN: 0.0, BED: -1.0}
    house = House(Counting.PRESENCE, -18.0, apart).live(6, always(OWN))
    moved_at = house.minute
    house.aux.clear()
    house.live(8, always(BED))
    assert house.aux
    assert min(rooms[BED] for rooms in house.log[moved_at + 240 :]) > 19.0


def test_whoever_comes_back_has_no_more_grace_than_before() -> None:
    """Two rooms take turns in a cold night: both are helped before they are cold."""
    apart = {OWN: 0.0, BED: -1.0}
    house = House(Counting.PRESENCE, -18.0, apart).live(4, always(OWN))

    def in_turns(minute: int) -> AbstractSet[str]:
        return {OWN} if minute // 45 % 2 else {BED}

    house.live(12, in_turns)
    assert house.aux
    assert min(rooms[OWN] for rooms in house.log[-6 * HOUR :]) > 19.0


@pytest.mark.parametrize("seed", range(4))
def test_presence_that_flutters_starts_neither_strips_nor_compressors(
    seed: int,
) -> None:
    random = Random(seed)  # noqa: S311
    apart = {OWN: 0.0, BED: -random.uniform(1, 3), STUDY: random.uniform(-2, 2)}
    spells: list[AbstractSet[str]] = []
    while len(spells) < 16 * HOUR:
        somebody = frozenset(room for room in apart if random.random() < 0.4)
        spells += [somebody] * random.choice((1, 1, 2, 5, 20, 90))
    house = House(Counting.PRESENCE, random.uniform(0, 8), apart)
    house.live(12, lambda minute: spells[minute])
    assert not house.aux
    assert len(house.bench.times("Y1 on")) <= 3 * 12
    changes = sum(before != after for before, after in pairwise(house.counted))
    assert changes <= 12 * 6


# --- Sensors that fail ---------------------------------------------------------------


@pytest.mark.parametrize("counting", [Counting.AVERAGE, Counting.NEEDIEST])
@pytest.mark.parametrize(
    "says",
    [
        pytest.param(lambda at, says: says if at < 300 else None, id="drops out"),
        pytest.param(lambda at, says: says if at < 300 else 35.0, id="leaps up"),
        pytest.param(lambda at, says: says if at < 300 else 6.0, id="leaps down"),
        pytest.param(
            lambda at, says: says if at < 300 else says + 9 * (at // 7 % 2), id="leaps"
        ),
        pytest.param(
            lambda at, says: says if at // 45 % 2 else None, id="comes and goes"
        ),
    ],
)
def test_a_room_whose_sensor_fails_costs_no_comfort_and_no_strips(
    counting: Counting, says: Callable[[int, float], float | None]
) -> None:
    house = House(
        counting,
        says=lambda room, at, told: says(at, told) if room == BED else told,
    )
    house.live(12)
    assert not house.aux
    assert 19.5 <= house.last(OWN, hours=2) <= 22.5
    steps = [abs(after - before) for before, after in pairwise(house.believed[10:])]
    assert max(steps) <= 2.1, "no further than rooms lie apart"


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_sensors_the_rooms_together_are_known(seed: int) -> None:
    """Each is taken for what it is: one rounds, one lags, one is noisy."""
    random = Random(seed)  # noqa: S311
    kinds = random.sample(sorted(KINDS.keys() - {"supply-air"}), 3)
    sensors = dict(zip((OWN, BED, STUDY), kinds, strict=True))
    house = House(Counting.AVERAGE, random.uniform(-5, 8), sensors=sensors)
    house.live(24)
    true = [sum(rooms.values()) / 3 for rooms in house.log]
    misses = [abs(a - b) for a, b in zip(house.believed, true, strict=True)]
    assert sum(misses[-12 * HOUR :]) / (12 * HOUR) < 0.15
    assert not house.aux[60:]


def test_with_all_further_sensors_lost_it_is_the_room_as_ever() -> None:
    house = House(
        Counting.AVERAGE, says=lambda room, _, told: told if room == OWN else None
    )
    alone = House(Counting.FIRST, apart={OWN: 0.0})
    assert house.live(6).bench.moves == alone.live(6).bench.moves


def test_a_night_at_rest_forgets_the_air_but_not_the_sensors() -> None:
    house = House(Counting.AVERAGE, sensors={BED: "0.5K-change"}).live(12)
    known = house.bench.state.rooms
    house.bench.restart(minutes(300))
    after = house.bench.state.rooms
    assert {*after.observers} == {*known.observers}
    for name, observer in after.observers.items():
        assert observer.manner.step == known.observers[name].manner.step
