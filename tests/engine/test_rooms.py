"""Several rooms with sensors: who counts, and what the machine makes of it.

One machine heats a whole house here; its rooms are as far apart as their doors let
them.
"""

from collections.abc import Callable, Mapping, Set as AbstractSet
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from benchmarks.simulation.sensors import KINDS
from custom_components.heat_pump_thermostat.engine.settings import (
    Auxiliary,
    Counting,
    Preset,
    Strategy,
)
from custom_components.heat_pump_thermostat.engine.wishes import Block

from .rig import minutes, targets
from .storey import BED, HOUR, OWN, STUDY, House, People, always

# --- What the rooms are kept at ------------------------------------------------------


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_help_comes_late_to_a_room_that_the_compressor_cannot_reach() -> None:
    house = House(Counting.PRESENCE, -2.0, {OWN: 0.0, BED: -3.0}).live(3, always(OWN))
    moved_at = house.minute
    house.live(8, always(BED))
    assert house.aux[0] - moved_at >= 2 * HOUR
    assert house.last(BED) == pytest.approx(20, abs=0.7)


@pytest.mark.slow_after(1)
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


@pytest.mark.slow
def test_help_comes_to_a_room_that_goes_on_falling() -> None:
    """Grace is for the way that the count has gone, not for a machine too small."""
    apart = {OWN: 0.0, BED: -1.0}
    house = House(Counting.PRESENCE, -18.0, apart).live(6, always(OWN))
    moved_at = house.minute
    house.aux.clear()
    house.live(8, always(BED))
    assert house.aux
    assert min(rooms[BED] for rooms in house.log[moved_at + 240 :]) > 19.0


@pytest.mark.slow
def test_whoever_comes_back_has_no_more_grace_than_before() -> None:
    """Two rooms take turns in a cold night: both are helped before they are cold."""
    apart = {OWN: 0.0, BED: -1.0}
    house = House(Counting.PRESENCE, -18.0, apart).live(4, always(OWN))

    def in_turns(minute: int) -> AbstractSet[str]:
        return {OWN} if minute // 45 % 2 else {BED}

    house.live(12, in_turns)
    assert house.aux
    assert min(rooms[OWN] for rooms in house.log[-6 * HOUR :]) > 19.0


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_with_all_further_sensors_lost_it_is_the_room_as_ever() -> None:
    house = House(
        Counting.AVERAGE, says=lambda room, _, told: told if room == OWN else None
    )
    alone = House(Counting.FIRST, apart={OWN: 0.0})
    assert house.live(6).bench.moves == alone.live(6).bench.moves


@pytest.mark.slow
def test_a_night_at_rest_forgets_the_air_but_not_the_sensors() -> None:
    house = House(Counting.AVERAGE, sensors={BED: "0.5K-change"}).live(12)
    known = house.bench.state.rooms
    house.bench.restart(minutes(300))
    after = house.bench.state.rooms
    assert {*after.observers} == {*known.observers}
    for name, observer in after.observers.items():
        assert observer.manner.step == known.observers[name].manner.step
